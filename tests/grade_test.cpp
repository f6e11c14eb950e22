// One submission from beginning to end, in a sandbox that runs nothing; and parts of an exercise.

#include "judge/grade.hpp"
#include "judge_bench.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <map>

namespace {

namespace harness = threadlab::harness;
namespace judge = threadlab::judge;
namespace sandbox = threadlab::sandbox;
using threadlab::course::Exercise;
using threadlab::course::Kind;
using threadlab::scorecard::CheckStatus;
using threadlab::scorecard::Scorecard;
using threadlab::scorecard::SubmissionStatus;
using threadlab::testing::ended;
using threadlab::testing::FakeSandbox;
using threadlab::testing::sends;
using threadlab::testing::TestBench;

threadlab::course::Check check(const std::string& id, const std::string& task,
                               std::vector<std::string> needs = {}, Kind kind = Kind::native) {
    auto made = threadlab::testing::check_of(id, kind);
    made.task = task;
    made.needs = std::move(needs);
    made.test = "Suite." + id;
    return made;
}

Exercise exercise() {
    Exercise made;
    made.id = "01-threading";
    made.edit = "threading.cpp";
    made.tasks = {{"first", ""}, {"second", ""}, {"third", ""}};
    made.checks = {check("a", "first"),        check("b", "first", {"a"}),
                   check("c", "second"),       check("d", "second", {"b", "c"}),
                   check("e", "third", {"d"}), check("f", "third")};
    return made;
}

std::string ids(const Exercise& narrowed) {
    std::string text;
    for (const auto& kept : narrowed.checks)
        text += kept.id;
    return text;
}

struct Part {
    const char* name;
    judge::Part part;
    const char* kept;
};

TEST(Narrow, KeepsWhatIsAskedForAndWhatThatNeeds) {
    for (const Part& row : {
             Part{"everything", {{}, {}}, "abcdef"},
             Part{"the first task", {1, {}}, "ab"},
             Part{"two tasks", {2, {}}, "abcd"},
             Part{"all tasks", {3, {}}, "abcdef"},
             Part{"a check without needs", {{}, "c"}, "c"},
             Part{"a check with needs", {{}, "b"}, "ab"},
             Part{"needs of needs", {{}, "e"}, "abcde"},
             Part{"a check of a later task", {1, "e"}, ""},
             Part{"no such check", {{}, "z"}, ""},
         })
        EXPECT_EQ(ids(judge::narrow(exercise(), row.part)), row.kept) << row.name;
}

TEST(Narrow, BringsInAnEarlierCheckOfALaterTaskThatIsNeeded) {
    Exercise backwards = exercise();
    backwards.checks[0].needs = {"f"};
    EXPECT_EQ(ids(judge::narrow(backwards, {1, {}})), "abf");
}

// How each test ends; tests that are not named pass.
using Endings = std::map<std::string, FakeSandbox::Answer>;

FakeSandbox::Answer script(Endings endings) {
    return [endings = std::move(endings)](const sandbox::Command& command) {
        if (command.argv[0] != "./harness")
            return threadlab::testing::compiles(command);
        if (threadlab::testing::is_exploration(command))
            return threadlab::testing::explores(threadlab::testing::found_nothing)(command);
        const auto found = endings.find(command.argv.back());
        return found == endings.end() ? sends({})(command) : found->second(command);
    };
}

Scorecard graded(TestBench& bench, const Exercise& what) {
    return judge::grade(what, bench.submission, judge::Ready{bench.toolchain, bench.kit}, bench.box,
                        2, [](std::size_t, std::size_t) {});
}

FakeSandbox::Answer failing(const std::string& code) {
    harness::Record record;
    record.failures = {{code, "it went wrong"}};
    return sends(record);
}

std::string statuses(const Scorecard& card) {
    std::string text;
    for (const auto& result : card.checks)
        text += result.id + ":" + to_string(result.status) + " ";
    return text;
}

TEST(Grade, GivesFullMarksWhenAllPasses) {
    TestBench bench(script({}));
    const Scorecard card = graded(bench, exercise());
    EXPECT_EQ(card.status, SubmissionStatus::graded);
    EXPECT_EQ(card.score, 60);
    EXPECT_EQ(card.max, 60);
    EXPECT_EQ(card.exercise, "01-threading");
    EXPECT_EQ(card.file, "threading.cpp");
    EXPECT_EQ(card.compiler, "clang 19.1.7");
    EXPECT_EQ(card.standard, "c++20");
    EXPECT_EQ(card.isolation, "full");
    EXPECT_EQ(card.sha256, threadlab::build::sha256(bench.submission.text));
}

TEST(Grade, WritesDownWhatTheIsolationLacks) {
    TestBench bench(script({}));
    bench.box.lack("landlock");
    EXPECT_EQ(graded(bench, exercise()).isolation_lacks, std::vector<std::string>{"landlock"});
}

TEST(Grade, SkipsWhatNeedsAFailureAndNamesIt) {
    TestBench bench(script({{"Suite.b", failing("hang")}}));
    const Scorecard card = graded(bench, exercise());
    EXPECT_EQ(statuses(card), "a:passed b:failed c:passed d:skipped e:skipped f:passed ");
    EXPECT_EQ(card.checks[3].reason, "it needs b, which failed");
    EXPECT_EQ(card.checks[4].reason, "it needs d, which was skipped");
    EXPECT_EQ(card.score, 30);
    EXPECT_EQ(card.max, 60);
}

TEST(Grade, TakesNoPointsForWhatNeedsAnUngradedCheck) {
    const auto fault = [](const sandbox::Command&) {
        return ended(sandbox::MachineFault{"no memory left"});
    };
    TestBench bench(script({{"Suite.b", fault}}));
    const Scorecard card = graded(bench, exercise());
    EXPECT_EQ(statuses(card), "a:passed b:ungraded c:passed d:ungraded e:ungraded f:passed ");
    EXPECT_EQ(card.checks[1].reason, "no memory left");
    EXPECT_EQ(card.checks[3].reason, "it needs b, which could not be graded");
    EXPECT_EQ(card.score, 30);
    EXPECT_EQ(card.max, 30);
}

TEST(Grade, CallsAFaultOfTheGraderUngraded) {
    const auto broken = [](const sandbox::Command&) -> sandbox::Outcome {
        throw std::runtime_error("out of luck");
    };
    TestBench bench(script({{"Suite.f", broken}}));
    const Scorecard card = graded(bench, exercise());
    EXPECT_EQ(card.checks[5].status, CheckStatus::ungraded);
    EXPECT_EQ(card.checks[5].reason, "the grader failed: out of luck");
    EXPECT_EQ(card.max, 50);
}

TEST(Grade, ShowsARaceInPlaceOfASkipThatItExplains) {
    Exercise what = exercise();
    what.checks = {check("sum", "first"), check("no-race", "first", {"sum"}, Kind::race)};
    what.checks[1].repeats = 1;
    const char* const race = "==================\n"
                             "WARNING: ThreadSanitizer: data race (pid=1)\n"
                             "  Write of size 4 at 0x1 by thread T1:\n"
                             "    #0 <null> <null> (submission.so+0x10)\n\n"
                             "  Previous write of size 4 at 0x1 by main thread:\n"
                             "    #0 <null> <null> (submission.so+0x20)\n\n"
                             "SUMMARY: ThreadSanitizer: data race\n"
                             "==================\n";
    const char* const places =
        R"([{"Address":"0x10","Symbol":[{"FileName":"threading.cpp","Line":7,"StartLine":5}]},)"
        R"({"Address":"0x20","Symbol":[{"FileName":"threading.cpp","Line":9,"StartLine":5}]}])";
    for (const bool racy : {true, false}) {
        TestBench bench([&](const sandbox::Command& command) {
            if (command.argv[0] == "/usr/bin/llvm-symbolizer")
                return ended(sandbox::Exited{0}, places);
            return script({{"Suite.sum", failing("wrong-result")},
                           {"Suite.no-race", sends({}, sandbox::Exited{0}, racy ? race : "")}})(
                command);
        });
        const Scorecard card = graded(bench, what);
        EXPECT_EQ(statuses(card),
                  racy ? "sum:failed no-race:failed " : "sum:failed no-race:skipped ");
        EXPECT_EQ(card.checks[1].diagnosis, racy ? "data-race" : "");
        EXPECT_EQ(card.checks[1].at, racy ? "threading.cpp:7" : "");
    }
}

TEST(Grade, RunsNothingOfASubmissionThatIsNoText) {
    TestBench bench(script({}));
    bench.submission.text = "int a;\n// caf\xE9\n";
    const Scorecard card = graded(bench, exercise());
    EXPECT_EQ(card.status, SubmissionStatus::does_not_build);
    EXPECT_EQ(card.verdict->diagnosis, "does-not-build");
    EXPECT_EQ(card.verdict->at, "threading.cpp:2");
    EXPECT_TRUE(bench.box.requests().empty());
}

TEST(Grade, IsUngradedAsAWholeWhenTheCompilerCannotBeRun) {
    TestBench bench([](const sandbox::Command&) {
        return ended(sandbox::MachineFault{"no clang++ in the sandbox"});
    });
    const Scorecard card = graded(bench, exercise());
    EXPECT_EQ(card.status, SubmissionStatus::ungraded);
    EXPECT_EQ(card.reason, "no clang++ in the sandbox");
    EXPECT_EQ(card.max, 0);
}

TEST(Grade, IsUngradedAsAWholeWhenTheMachineIsNotReady) {
    TestBench bench(script({}));
    const Scorecard card =
        judge::grade(exercise(), bench.submission, judge::CannotGrade{"no clang", "apt-get it"},
                     bench.box, 1, [](std::size_t, std::size_t) {});
    EXPECT_EQ(card.status, SubmissionStatus::ungraded);
    EXPECT_EQ(card.reason, "no clang; apt-get it");
    EXPECT_EQ(card.file, "threading.cpp");
    EXPECT_TRUE(bench.box.requests().empty());
}

TEST(Grade, CountsEveryCheckThatIsDone) {
    TestBench bench(script({}));
    std::atomic<std::size_t> calls{0};
    std::atomic<std::size_t> highest{0};
    judge::grade(exercise(), bench.submission, judge::Ready{bench.toolchain, bench.kit}, bench.box,
                 3, [&](std::size_t done, std::size_t all) {
                     EXPECT_EQ(all, 6U);
                     ++calls;
                     std::size_t known = highest;
                     while (known < done && !highest.compare_exchange_weak(known, done)) {
                     }
                 });
    EXPECT_EQ(calls, 7U);
    EXPECT_EQ(highest, 6U);
}

TEST(Grade, GivesTheSameScorecardHoweverManyWorkersThereAre) {
    std::optional<Scorecard> first;
    for (const int workers : {1, 2, 8}) {
        TestBench bench(script({{"Suite.c", failing("hang")}}));
        Scorecard card =
            judge::grade(exercise(), bench.submission, judge::Ready{bench.toolchain, bench.kit},
                         bench.box, workers, [](std::size_t, std::size_t) {});
        card.run.started.clear();
        card.run.seconds = 0;
        EXPECT_EQ(card, first.value_or(card));
        first = card;
    }
}

TEST(Grade, BuildsOnceHoweverOftenItGrades) {
    TestBench bench(script({{"Suite.c", failing("hang")}}));
    const std::vector<Scorecard> cards = judge::grade_repeatedly(
        exercise(), bench.submission, judge::Ready{bench.toolchain, bench.kit}, bench.box, 1,
        [](std::size_t, std::size_t) {}, 3);
    EXPECT_EQ(cards.size(), 3U);
    for (const Scorecard& card : cards) {
        EXPECT_EQ(statuses(card), statuses(cards.front()));
        EXPECT_EQ(card.file, "threading.cpp");
    }
    TestBench once(script({}));
    graded(once, exercise());
    const std::string compiler = bench.toolchain.compiler.string();
    EXPECT_EQ(bench.box.requests_for(compiler).size(), once.box.requests_for(compiler).size());
}

} // namespace
