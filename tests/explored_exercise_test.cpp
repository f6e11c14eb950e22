// Kinds explore and virtual from the manifest to the report, on the exercise tests/data/explored.

#include "program.hpp"
#include "unaudited.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace threadlab::testing;
using threadlab::scorecard::CheckResult;
using threadlab::scorecard::CheckStatus;
using threadlab::scorecard::Scorecard;

const fs::path course = fs::path(TESTS_DIR) / "data/explored";

std::string reference() {
    return read_text(course / "exercises/01-explored/explored.cpp");
}

std::string with_add(const std::string& body) {
    return replaced_everywhere(reference(), "    return add_with_atomics();\n", body);
}

class Graded {
public:
    Graded(const std::string& submission, const std::string& check) : check_(check) {
        file_ = folder_.write("explored.cpp", submission);
        run_ = run({"check", "01", "--check", check});
        expect_nothing_left(run_);
    }

    ProgramRun run(std::vector<std::string> arguments) const {
        for (const std::string& word :
             {std::string("--submission"), file_.string(), std::string("--out"), out().string()})
            arguments.push_back(word);
        return Program().run(arguments, course);
    }

    Scorecard card() const {
        return std::get<Scorecard>(
            threadlab::scorecard::read_yaml(read_text(out() / "01-explored.yaml")));
    }
    CheckResult result() const {
        const Scorecard whole = card();
        return *std::ranges::find(whole.checks, check_, &CheckResult::id);
    }
    const std::string& output() const { return run_.output; }

private:
    fs::path out() const { return folder_.path() / "cards"; }

    TempFolder folder_;
    std::string check_;
    fs::path file_;
    ProgramRun run_;
};

const std::string unlocked = R"(    static int value = 0;
    std::thread one([] { value++; });
    std::thread other([] { value++; });
    one.join();
    other.join();
    return value;
)";

TEST(ExploredExercise, PassesARightAnswerWithAClaim) {
    const Graded graded(reference(), "adds");
    const CheckResult result = graded.result();
    EXPECT_EQ(result.status, CheckStatus::passed) << result.message << result.reason;
    EXPECT_EQ(result.schedules, 2U) << "either thread may be the first";
    const std::string_view claim = "every sequentially consistent interleaving";
    EXPECT_TRUE(result.claim.starts_with(claim)) << result.claim;
    EXPECT_NE(graded.output().find(claim), std::string::npos) << graded.output();
}

TEST(ExploredExercise, FindsALostUpdateAndTellsItTheSameWayAgain) {
    const Graded graded(with_add(unlocked), "adds");
    const CheckResult result = graded.result();
    EXPECT_EQ(result.diagnosis, "data-race");
    EXPECT_TRUE(result.at.starts_with("explored.cpp:")) << result.at;
    EXPECT_EQ(result.also, std::vector<std::string>{"lost-update"});
    EXPECT_NE(result.message.find("expected 2, got 1"), std::string::npos) << result.message;
    const auto reads = std::ranges::count_if(
        result.steps, [](const auto& step) { return step.does == "read" && step.saw == "0"; });
    EXPECT_EQ(reads, 2) << "both threads read the old value";

    const ProgramRun replay = graded.run({"replay", "01", "adds"});
    EXPECT_EQ(replay.status, 1) << replay.error;
    // The report's table of steps, line by line.
    const std::size_t table = replay.output.find("    main");
    ASSERT_NE(table, std::string::npos) << replay.output;
    EXPECT_NE(graded.output().find(replay.output.substr(table)), std::string::npos)
        << graded.output() << replay.output;
    EXPECT_EQ(Graded(with_add(unlocked), "adds").result(), result) << "a second run tells another";
}

TEST(ExploredExercise, RefusesToReplayForAnotherSubmission) {
    const std::string token = Graded(with_add(unlocked), "adds").result().replay;
    const ProgramRun replay =
        Graded(reference(), "adds").run({"replay", "01", "adds", "--schedule", token});
    EXPECT_EQ(replay.status, 2);
    EXPECT_NE(replay.error.find("another submission"), std::string::npos) << replay.error;
}

TEST(ExploredExercise, StopsInTheDebuggerWhereTheScheduleGoesWrong) {
    if (std::system("gdb --version >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "there is no gdb here";
    const Graded graded(with_add(unlocked), "adds");
    const ProgramRun stopped = graded.run({"replay", "01", "adds", "--gdb"});
    EXPECT_NE(stopped.output.find("The schedule goes wrong here: data-race"), std::string::npos)
        << stopped.output << stopped.error;
    EXPECT_NE(stopped.output.find("./" + graded.result().at), std::string::npos)
        << "not stopped at " << graded.result().at << ":\n"
        << stopped.output << stopped.error;
}

struct Wrong {
    const char* name;
    const char* body; // of add()
    const char* diagnosis;
    const char* line = ""; // to which the failure belongs, if it has one
};

class WrongAdd : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongAdd, GetsItsDiagnosis) {
    const auto& [name, body, diagnosis, line] = GetParam();
    const std::string submission = with_add(body);
    const threadlab::judge::Finding result =
        judged_unaudited(course / "exercises/01-explored", submission, "adds");
    EXPECT_EQ(to_string(result.status), "failed") << result.reason;
    EXPECT_EQ(result.diagnosis, diagnosis) << result.message;
    if (*line != '\0') {
        const auto lines =
            std::count(submission.begin(), submission.begin() + submission.find(line), '\n');
        EXPECT_EQ(result.at, "explored.cpp:" + std::to_string(lines + 1)) << result.message;
    }
}

const Wrong wrong_adds[] = {
    {"ExitsWithSuccess", "    std::exit(0); // here\n", "forged-result", "// here"},
    {"ExitsQuickly", "    std::quick_exit(0);\n", "forged-result"},
    {"ExitsPastTheLibrary", "    syscall(SYS_exit_group, 0);\n    return 2;\n", "forged-result"},
    {"ExitsWithFailure", "    std::exit(3);\n", "api-contract"},
    {"EndsTheThreadOfTheCheck", "    pthread_exit(nullptr);\n", "api-contract"},
    {"AsksForTheKernelsKeys", "    syscall(SYS_keyctl, 0, 0, 0);\n    return 2;\n",
     "forbidden-call"},
    {"KillsItself", "    raise(SIGKILL);\n    return 2;\n", "forbidden-call"},
    {"StartsAThreadBeforeMain",
     "    return 2;\n}\nstatic std::thread early([] {});\nint another() {\n    return 0;\n",
     "forbidden-call"},
    {"CrashesBeforeMain",
     "    return 2;\n}\nstatic int early = *(volatile int*)8;\nint another() {\n    return "
     "early;\n",
     "crash"},
    {"Deadlocks", R"(    static std::mutex a, b;
    std::thread one([] { std::scoped_lock x(a); std::scoped_lock y(b); });
    std::thread other([] { std::scoped_lock x(b); std::scoped_lock y(a); });
    one.join();
    other.join();
    return 2;
)",
     "deadlock"},
    {"LeavesAThreadBehind", R"(    static std::mutex mutex;
    static std::condition_variable never;
    std::thread([] { std::unique_lock lock(mutex); never.wait(lock, [] { return false; }); }).detach();
    return 2;
)",
     "leaked-thread"},
    {"ThrowsInAThread", "    std::thread([] { throw 1; }).join(); // here\n    return 2;\n",
     "terminate", "// here"},
    {"ThrowsAtTheCaller", "    throw std::runtime_error(\"no\");\n", "api-contract"},
    {"StartsTooManyThreads", R"(    std::vector<std::jthread> all;
    for (int i = 0; i < 70; ++i)
        all.emplace_back([] { std::this_thread::sleep_for(std::chrono::seconds(1)); });
    return 2;
)",
     "process-limit"},
    {"PrintsTooMuch", "    for (int i = 0; i < 20'000; ++i) std::puts(\"much\");\n    return 2;\n",
     "output-limit"},
    {"Forks", "    fork(); // here\n    return 2;\n", "forbidden-call", "// here"},
};

INSTANTIATE_TEST_SUITE_P(ExploredExercise, WrongAdd, ::testing::ValuesIn(wrong_adds),
                         [](const auto& info) { return info.param.name; });

TEST(ExploredExercise, TakesFiveSleepsOfTenSecondsForTenSecondsExactly) {
    const CheckResult result = Graded(reference(), "sleeps").result();
    EXPECT_EQ(result.status, CheckStatus::passed) << result.message << result.reason;
    EXPECT_NE(result.claim.find("at most 10 s of virtual time, 0.2 times"), std::string::npos)
        << result.claim;
}

TEST(ExploredExercise, SaysHowLongSleepsOneAfterTheOtherTake) {
    const std::string serial = replaced_everywhere(reference(), "all.emplace_back(nap);", "nap();");
    const CheckResult result = Graded(serial, "sleeps").result();
    EXPECT_EQ(result.diagnosis, "too-slow");
    EXPECT_NE(result.message.find("it took 50 s of virtual time"), std::string::npos)
        << result.message;
}

std::string place_of(const std::string& words, const std::string& text) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(text.find(words));
    return "explored.cpp:" + std::to_string(1 + std::count(text.begin(), end, '\n'));
}

// No line is wrong by itself: it is told at the function that the check, or its task, is about.
TEST(ExploredExercise, TellsAWrongValueWhereTheFunctionBegins) {
    const std::string wrong = with_add("    return 3;\n");
    const CheckResult sum = Graded(wrong, "adds").result();
    EXPECT_EQ(sum.diagnosis, "lost-update");
    EXPECT_EQ(sum.at, place_of("int add()", wrong));
    const std::string serial = replaced_everywhere(reference(), "all.emplace_back(nap);", "nap();");
    EXPECT_EQ(Graded(serial, "sleeps").result().at, place_of("void run_all(", serial));
}

// Optimised, it has no code of its own, and the next function's address.
TEST(ExploredExercise, TellsAForgottenReturnAtItsOwnFunction) {
    const std::string empty = replaced_everywhere(
        reference(), "int add() {\n    return add_with_atomics();\n", "int add() {\n");
    EXPECT_EQ(Graded(empty, "adds").result().at, place_of("int add()", empty));
}

TEST(ExploredExercise, FindsADataRaceInCodeWithoutLines) {
    const std::string hidden = replaced_everywhere(with_add(R"(    value = 0;
    std::thread one(bump);
    std::thread other(bump);
    one.join();
    other.join();
    return value;
)"),
                                                   "int add() {", R"(static int value = 0;
[[gnu::nodebug]] static void bump() {
    value++;
}
int add() {)");
    const CheckResult result = Graded(hidden, "adds").result();
    EXPECT_EQ(to_string(result.status), "failed") << result.reason;
    EXPECT_EQ(result.diagnosis, "data-race");
}

// The thresholds are what is exactly reached: nothing else may take any time.
TEST(ExploredExercise, SharesSimulatedCoresExactly) {
    for (const char* check : {"computes-on-five", "computes-on-two"}) {
        const CheckResult result = Graded(reference(), check).result();
        EXPECT_EQ(result.status, CheckStatus::passed) << check << ": " << result.message;
    }
}

TEST(ExploredExercise, GivesOneSpeedUpWhereALockLetsOneComputeAtATime) {
    const std::string locked = replaced_everywhere(
        reference(), "all.emplace_back(nap);",
        "all.emplace_back([&] { static std::mutex one; std::scoped_lock lock(one); nap(); });");
    const CheckResult result = Graded(locked, "computes-on-five").result();
    EXPECT_EQ(result.status, CheckStatus::failed);
    EXPECT_EQ(result.diagnosis, "too-slow");
    EXPECT_NE(result.message.find("5 s"), std::string::npos) << result.message;
}

// Gates, rendezvous and watched calls wait without a clock there.
TEST(ExploredExercise, FindsCallsThatDoNotWaitOrDoNotMeet) {
    EXPECT_EQ(Graded(reference(), "waits").result().status, CheckStatus::passed);
    EXPECT_EQ(Graded(reference(), "meets").result().status, CheckStatus::passed);
    const std::string early =
        replaced_everywhere(reference(), "all.emplace_back(nap);", "std::thread(nap).detach();");
    EXPECT_EQ(Graded(early, "waits").result().diagnosis, "early-return");
    const std::string serial = replaced_everywhere(reference(), "all.emplace_back(nap);", "nap();");
    EXPECT_EQ(Graded(serial, "meets").result().diagnosis, "not-overlapped");
}

// A hundred looks at a clock that bring nothing are no reason to give up somebody who sleeps.
TEST(ExploredExercise, WaitsForWhoSleepsWhileAnotherThreadLooksEveryNowAndThen) {
    const std::string late = replaced_everywhere(
        reference(), "    std::vector<std::jthread> all;\n", R"(    std::mutex mutex;
    std::condition_variable looks;
    bool over = false;
    std::thread watcher([&] {
        std::unique_lock lock(mutex);
        while (!over) {
            looks.wait_for(lock, std::chrono::milliseconds(10));
        }
    });
    std::vector<std::thread> all;
)");
    const std::string joined = replaced_everywhere(
        replaced_everywhere(late, "all.emplace_back(nap);", R"(all.emplace_back([&] {
            std::this_thread::sleep_for(std::chrono::seconds(1));
            nap();
        });)"),
        "        });\n    }\n", R"(        });
    }
    for (std::thread& one : all) {
        one.join();
    }
    {
        std::scoped_lock lock(mutex);
        over = true;
    }
    watcher.join();
)");
    EXPECT_EQ(Graded(joined, "meets").result().status, CheckStatus::passed);
    EXPECT_EQ(Graded(joined, "waits").result().status, CheckStatus::passed);
}

} // namespace
