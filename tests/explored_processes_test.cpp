// Kind explore where the exercise allows processes, on the exercise
// tests/data/explored/02-processes.

#include "program.hpp"
#include "unaudited.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace threadlab::testing;
using threadlab::scorecard::CheckResult;
using threadlab::scorecard::CheckStatus;
using threadlab::scorecard::Scorecard;

const fs::path course = fs::path(TESTS_DIR) / "data/explored";

std::string reference() {
    return read_text(course / "exercises/02-processes/processes.cpp");
}

std::string with(const std::string& text, const std::string& instead) {
    return replaced_everywhere(reference(), text, instead);
}

class Graded {
public:
    explicit Graded(const std::string& submission) {
        file_ = folder_.write("processes.cpp", submission);
        check_ = run({"check", "02"});
        expect_nothing_left(check_);
    }

    ProgramRun run(std::vector<std::string> arguments) const {
        for (const std::string& word :
             {std::string("--submission"), file_.string(), std::string("--out"), out().string()})
            arguments.push_back(word);
        return Program().run(arguments, course);
    }

    CheckResult result() const {
        return std::get<Scorecard>(
                   threadlab::scorecard::read_yaml(read_text(out() / "02-processes.yaml")))
            .checks.front();
    }
    const std::string& output() const { return check_.output; }

private:
    fs::path out() const { return folder_.path() / "cards"; }

    TempFolder folder_;
    fs::path file_;
    ProgramRun check_;
};

const std::string by_fetch_add = "    shared.count.fetch_add(1);\n";

TEST(ExploredProcesses, PassARightAnswerWithAClaimThatCountsThem) {
    const CheckResult result = Graded(reference()).result();
    EXPECT_EQ(result.status, CheckStatus::passed) << result.message << result.reason;
    EXPECT_TRUE(result.claim.starts_with("200 schedules of 3 processes")) << result.claim;
}

TEST(ExploredProcesses, TellALostUpdateOfAPlainCounterTheSameWayAgain) {
    const std::string racy = with("std::atomic<long> count{0};", "long count = 0;");
    const Graded graded(replaced_everywhere(racy, by_fetch_add, "    ++shared.count;\n"));
    const CheckResult result = graded.result();
    EXPECT_EQ(result.diagnosis, "data-race") << result.message << result.reason;
    EXPECT_EQ(result.also, std::vector<std::string>{"lost-update"});
    EXPECT_NE(result.message.find("process 2"), std::string::npos) << result.message;
    EXPECT_TRUE(std::ranges::any_of(result.steps, [](const auto& step) {
        return step.does == "fork" && step.saw == "process 2";
    }));
    const ProgramRun replay = graded.run({"replay", "02", "total"});
    EXPECT_EQ(replay.status, 1) << replay.error;
    const std::size_t table = replay.output.find("    main");
    ASSERT_NE(table, std::string::npos) << replay.output;
    EXPECT_NE(graded.output().find(replay.output.substr(table)), std::string::npos)
        << graded.output() << replay.output;
}

struct Wrong {
    const char* name;
    const char* text; // of the reference
    const char* instead;
    const char* diagnosis;
};

class WrongCount : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongCount, GetsItsDiagnosis) {
    const auto& [name, text, instead, diagnosis] = GetParam();
    const threadlab::judge::Finding result =
        judged_unaudited(course / "exercises/02-processes", with(text, instead), "total");
    EXPECT_EQ(to_string(result.status), "failed") << result.reason;
    EXPECT_EQ(result.diagnosis, diagnosis) << result.message;
}

const Wrong wrong_counts[] = {
    {"LoadsAndStores", "shared.count.fetch_add(1)", "shared.count = shared.count + 1",
     "lost-update"},
    {"LetsChildrenReturn", "            _exit(0);\n", "            return 0;\n", "stray-child"},
    {"DoesNotWait", "    while (wait(nullptr) > 0) {\n    }\n", "", "lost-update"},
    {"WaitsForOneOnly", "    while (wait(nullptr) > 0) {\n    }\n", "    wait(nullptr);\n",
     "lost-update"},
    {"CountsInPrivateMemory", "MAP_SHARED", "MAP_PRIVATE", "lost-update"},
    {"EndsTheGrader", "            _exit(0);\n",
     "            _exit(0);\n        } else {\n            _exit(0);\n", "forged-result"},
    {"RunsAnotherProgram", "            _exit(0);\n",
     "            execl(\"/bin/true\", \"true\", nullptr);\n", "forbidden-call"},
};

INSTANTIATE_TEST_SUITE_P(ExploredProcesses, WrongCount, ::testing::ValuesIn(wrong_counts),
                         [](const auto& info) { return info.param.name; });

} // namespace
