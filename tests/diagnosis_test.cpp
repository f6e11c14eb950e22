// The closed lists of a scorecard: complete, documented, and the diagnoses in order of root causes.
#include "explorer/runtime/operation.hpp"
#include "scorecard/diagnosis.hpp"
#include "scorecard/words.hpp"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

namespace {

using namespace threadlab::scorecard;
using std::string;

string text_of_schema() {
    std::ifstream in(TESTS_DIR "/../docs/scorecard.md");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST(Diagnoses, AreAllThere) {
    const char* const codes[] = {"forged-result",
                                 "forbidden-call",
                                 "does-not-build",
                                 "api-contract",
                                 "early-return",
                                 "blocked-caller",
                                 "terminate",
                                 "exception-lost",
                                 "wrong-deadline",
                                 "bound-ignored",
                                 "close-ignored",
                                 "misuse",
                                 "dangling",
                                 "memory-leak",
                                 "map-leak",
                                 "crash",
                                 "deadlock",
                                 "self-deadlock",
                                 "lost-wakeup",
                                 "missing-notify",
                                 "wait-without-loop",
                                 "livelock",
                                 "busy-wait",
                                 "polling",
                                 "sleep-as-sync",
                                 "hang",
                                 "data-race",
                                 "lost-update",
                                 "check-then-act",
                                 "torn-view",
                                 "order-violation",
                                 "pipe-hang",
                                 "partial-io",
                                 "not-shared",
                                 "private-lock-shared",
                                 "no-process",
                                 "no-work-in-child",
                                 "zombie",
                                 "orphan",
                                 "stray-child",
                                 "wrong-result",
                                 "wrong-order",
                                 "work-missing",
                                 "work-repeated",
                                 "leaked-thread",
                                 "lock-leaked",
                                 "fd-leak",
                                 "not-overlapped",
                                 "over-parallel",
                                 "too-many-threads",
                                 "over-serialised",
                                 "too-slow",
                                 "time-limit",
                                 "memory-limit",
                                 "output-limit",
                                 "process-limit",
                                 "disk-limit"};
    for (const char* const code : codes) {
        EXPECT_NE(find_diagnosis(code), nullptr) << code;
    }
    EXPECT_EQ(diagnoses().size(), std::size(codes));
}

TEST(Diagnoses, PutRootCausesFirst) {
    const char* const chain[] = {
        "forged-result", "forbidden-call", "does-not-build", "api-contract", "terminate",
        "crash",         "dangling",       "deadlock",       "data-race",    "lost-update",
        "busy-wait",     "wrong-result",   "leaked-thread",  "too-slow",     "time-limit"};
    EXPECT_TRUE(std::ranges::is_sorted(chain, {}, rank));
}

TEST(Diagnoses, RankWhatIsUnknownLast) {
    EXPECT_EQ(rank("no-such-code"), diagnoses().size());
    EXPECT_EQ(find_diagnosis("no-such-code"), nullptr);
    EXPECT_EQ(find_diagnosis(""), nullptr);
}

TEST(Diagnoses, AreFoundByTheirCodeOnlyOnce) {
    std::set<std::string_view> codes;
    for (const Diagnosis& diagnosis : diagnoses()) {
        EXPECT_TRUE(codes.insert(diagnosis.code).second) << diagnosis.code;
        EXPECT_EQ(find_diagnosis(diagnosis.code), &diagnosis);
    }
}

TEST(Diagnoses, MeanOneSentenceAndHintInThreeStepsBeginningWithAQuestion) {
    for (const Diagnosis& diagnosis : diagnoses()) {
        EXPECT_TRUE(diagnosis.means.ends_with('.')) << diagnosis.code;
        EXPECT_EQ(diagnosis.means.find(". "), string::npos) << diagnosis.code;
        ASSERT_EQ(diagnosis.hints.size(), 3) << diagnosis.code;
        EXPECT_TRUE(diagnosis.hints[0].ends_with('?')) << diagnosis.code;
        for (const std::string_view hint : diagnosis.hints) {
            EXPECT_TRUE(hint.ends_with('.') || hint.ends_with('?')) << hint;
        }
    }
}

TEST(Schema, ListsEveryDiagnosisWithItsMeaning) {
    const string schema = text_of_schema();
    for (const Diagnosis& diagnosis : diagnoses()) {
        const string row = "| `" + string(diagnosis.code) + "` | " + string(diagnosis.means);
        EXPECT_NE(schema.find(row), string::npos) << row << " |";
    }
}

TEST(Schema, ListsEveryWordOfAStep) {
    const string schema = text_of_schema();
    for (const std::string_view word : step_words()) {
        EXPECT_NE(schema.find("| `" + string(word) + "` |"), string::npos) << word;
    }
}

TEST(Words, GoBothWays) {
    for (const auto status :
         {CheckStatus::passed, CheckStatus::failed, CheckStatus::skipped, CheckStatus::ungraded}) {
        EXPECT_EQ(check_status(to_string(status)), status);
    }
    for (const auto status :
         {SubmissionStatus::graded, SubmissionStatus::does_not_build, SubmissionStatus::rejected,
          SubmissionStatus::forged, SubmissionStatus::ungraded}) {
        EXPECT_EQ(submission_status(to_string(status)), status);
    }
    EXPECT_EQ(check_status("Passed"), std::nullopt);
}

TEST(StepWords, HoldAllThatTheExplorerTells) {
    using threadlab::explorer::Does;
    for (int does = 0; does <= static_cast<int>(Does::compute); ++does) {
        const std::string_view word = to_string(static_cast<Does>(does));
        EXPECT_TRUE(static_cast<Does>(does) == Does::begin || // which is never told
                    std::ranges::find(step_words(), word) != step_words().end())
            << word;
    }
}

} // namespace
