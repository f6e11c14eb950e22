// Submissions of practical 1 that misbehave, each in one way: what the program makes of them.

#include "golden.hpp"
#include "program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace threadlab::testing;
using threadlab::scorecard::CheckResult;
using threadlab::scorecard::Scorecard;
using threadlab::scorecard::SubmissionStatus;

constexpr const char* overlap = "threaded-overlap";

// What a submission must come to. A diagnosis stands at a line that is marked // HERE, or that and
// WHEN EXPLORED or WHEN NATIVE; where none is marked, it names no line.
struct Case {
    const char* name;
    SubmissionStatus status;
    const char* diagnosis;       // of `check`, or of the submission as a whole
    const char* says = "";       // part of the message
    const char* check = overlap; // what is graded, with what it needs
    bool golden = false;         // also compare scorecard and report with what was read
};

std::ostream& operator<<(std::ostream& out, const Case& test) {
    return out << test.name;
}

constexpr auto graded = SubmissionStatus::graded;
constexpr auto forged = SubmissionStatus::forged;
constexpr auto rejected = SubmissionStatus::rejected;
constexpr auto unbuilt = SubmissionStatus::does_not_build;
constexpr bool read = true;

const Case cases[] = {
    // waiting and computing for ever
    {"endless_loop", graded, "time-limit", "still computing", overlap, read},
    {"waits_for_nobody", graded, "hang", "no progress", overlap, read},
    {"locks_twice", graded, "hang", "no progress"},
    // crashing
    {"null_pointer", graded, "crash", "memory that is not its own", overlap, read},
    {"stack_overflow", graded, "crash", "stack overflow"},
    {"aborts", graded, "crash", "aborted"},
    {"frees_twice", graded, "crash", "freed twice"},
    {"writes_past_the_end", graded, "crash"},
    {"throws_out_of_a_thread", graded, "terminate", "no result for you", overlap, read},
    {"throws_a_number", graded, "terminate", "no std::exception"},
    {"thread_not_joined", graded, "terminate", "could still be joined", overlap, read},
    // using what is not allowed
    {"calls_exit", rejected, "forbidden-call", "exit is not allowed", overlap, read},
    {"exits_when_terminated", rejected, "forbidden-call", "_exit"},
    {"kills_everything", rejected, "forbidden-call", "kill is not allowed"},
    {"fork_bomb", rejected, "forbidden-call", "fork is not allowed"},
    // forging the result
    {"prints_passes", graded, "not-overlapped", "got 0", overlap, read},
    {"writes_to_descriptors", forged, "forged-result", "it had not opened"},
    // using too much
    {"prints_100_mb", graded, "output-limit", "1024 KB"},
    {"thousand_threads", graded, "process-limit", "64 threads", overlap, read},
    {"seventy_threads", graded, "process-limit", "64 threads", overlap},
    {"hoards_memory", graded, "memory-limit", "512 MB"},
    // not building
    {"does_not_compile", unbuilt, "does-not-build", "did you mean 'results'?", overlap, read},
    {"includes_googletest", unbuilt, "does-not-build", "'gtest/gtest.h' file not found"},
    {"undefined_helper", unbuilt, "does-not-build", "helper(int) is used here"},
    {"leaves_one_out", unbuilt, "does-not-build", "does not define lab::threading::run_threaded()",
     overlap, read},
    {"other_parameters", unbuilt, "does-not-build", "written with other parameters"},
    {"empty", unbuilt, "does-not-build", "is empty"},
    {"only_comments", unbuilt, "does-not-build", "does not define", overlap, read},
    {"not_utf8", unbuilt, "does-not-build", "is not UTF-8", overlap, read},
    // racing
    {"unlocked_push_back", graded, "data-race", "writes results at threading.cpp:14, and thread",
     "threaded-race", read},
    {"unlocked_flag", graded, "data-race", "", "threaded-race"},
    // leaving something behind
    {"leaves_a_thread", graded, "leaked-thread", "", "threaded-leaves-nothing"},
};

// Where an exercise allows what they use, so that they come to run.
const Case allowed_cases[] = {
    // ending early
    {"calls_exit", forged, "forged-result", "exit status 0"},
    {"calls_underscore_exit", forged, "forged-result", "exit status 0"},
    {"calls_quick_exit", forged, "forged-result", "exit status 0"},
    {"exits_in_a_static_object", forged, "forged-result", "exit status 0"},
    {"exits_on_a_signal", forged, "forged-result", "exit status 0"},
    {"exits_from_a_detached_thread", forged, "forged-result", "exit status 0"},
    {"exits_with_three", graded, "api-contract", "exit status 3", overlap, read},
    // using too much
    {"fork_bomb", graded, "time-limit"},
    {"ignores_signals", graded, "time-limit", "still computing"},
};

// What the explorer says of some of them, and of such as the machine leaves to chance.
const Case explored_cases[] = {
    // waiting and computing for ever
    {"endless_loop", graded, "time-limit", "computes without end", overlap, read},
    {"waits_for_nobody", graded, "missing-notify", "nobody can go on", overlap, read},
    {"locks_twice", graded, "self-deadlock", "which it holds itself"},
    // crashing
    {"null_pointer", graded, "crash", "memory that is not its own", overlap, read},
    {"stack_overflow", graded, "crash", "stack overflow"},
    {"aborts", graded, "crash", "aborted"},
    {"frees_twice", graded, "dangling", "given back twice"},
    {"writes_past_the_end", graded, "crash", "outside of what it allocated"},
    {"throws_out_of_a_thread", graded, "terminate", "no result for you"},
    {"thread_not_joined", graded, "terminate", "could still be joined"},
    // forging the result
    {"prints_passes", graded, "not-overlapped", "got 0"},
    // using too much
    {"prints_100_mb", graded, "output-limit", "printed"},
    {"thousand_threads", graded, "process-limit", "64 threads", overlap, read},
    {"hoards_memory", graded, "memory-limit", "MB of memory"},
    // leaving something behind
    {"leaves_a_thread", graded, "leaked-thread"},
};

const Case explored_allowed_cases[] = {
    {"calls_exit", forged, "forged-result", "exit status 0", overlap, read},
    {"calls_underscore_exit", forged, "forged-result", "exit status 0"},
    {"exits_in_a_static_object", forged, "forged-result", "exit status 0"},
    {"exits_on_a_signal", graded, "crash", "memory that is not its own"},
    {"exits_from_a_detached_thread", forged, "forged-result", "exit status 0"},
    {"exits_with_three", graded, "api-contract", "exit status 3"},
};

std::set<std::string> marked_places(const std::string& text, bool explored) {
    std::set<std::string> places;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const bool is_marked = line.find("// HERE") != std::string::npos;
        if (is_marked && !line.ends_with(explored ? "WHEN NATIVE" : "WHEN EXPLORED"))
            places.insert("threading.cpp:" + std::to_string(number));
    }
    return places;
}

const CheckResult& named(const Scorecard& card, const std::string& id) {
    const auto found = std::ranges::find(card.checks, id, &CheckResult::id);
    if (found == card.checks.end())
        throw std::runtime_error("the scorecard has no check " + id);
    return *found;
}

struct Blame {
    std::string diagnosis, message, at;
};

Blame blame_of(const Scorecard& card, const std::string& check) {
    if (card.verdict)
        return {card.verdict->diagnosis, card.verdict->message, card.verdict->at};
    const CheckResult& result = named(card, check);
    return {result.diagnosis, result.message, result.at};
}

void expect_place(const std::string& at, const std::set<std::string>& marked) {
    if (marked.empty())
        EXPECT_EQ(at, "");
    else
        EXPECT_TRUE(marked.contains(at)) << "expected one of the lines marked HERE, got: " << at;
}

void expect_golden_files(const std::string& name, const ProgramRun& run,
                         const StudentsCourse& course) {
    const Scorecard card = course.card();
    if (card.isolation != "full" || !card.compiler.starts_with("clang 19"))
        GTEST_SKIP() << "the golden files are those of clang 19 in full isolation";
    expect_golden(name + ".yaml", normal_scorecard(read_text(course.out() / "01-threading.yaml")));
    expect_golden(name + ".txt", normal_report(run.output, course.path()));
}

struct How {
    bool explored = false;
    bool allowed = false;
};

void expect_outcome(const Case& test, How how) {
    const auto [explored, allowed] = how;
    const StudentsCourse course;
    if (!explored)
        course.run_natively();
    if (allowed)
        course.allow_everything();
    const std::string text = submission_text(test.name);
    const ProgramRun run =
        Program().run({"check", "01", "--submission", course.submit(text).string(), "--out",
                       course.out().string(), "--check", test.check},
                      course.path());
    EXPECT_EQ(run.status, 1) << run.output << run.error;
    expect_nothing_left(run);
    const Scorecard card = course.card();
    EXPECT_EQ(to_string(card.status), to_string(test.status));
    const CheckResult& check = named(card, test.check);
    EXPECT_EQ(check.points, 0);
    EXPECT_EQ(to_string(check.status),
              test.status == unbuilt || test.status == rejected ? "skipped" : "failed");
    if (test.status != graded)
        EXPECT_EQ(card.score, 0);
    const Blame blame = blame_of(card, test.check);
    EXPECT_EQ(blame.diagnosis, test.diagnosis) << blame.message;
    EXPECT_NE(blame.message.find(test.says), std::string::npos) << blame.message;
    expect_place(blame.at, marked_places(text, explored));
    if (test.golden)
        expect_golden_files((explored ? "explored_" : "") + std::string(test.name), run, course);
}

class Misbehaving : public ::testing::TestWithParam<Case> {};

TEST_P(Misbehaving, GetsItsDiagnosisAndLeavesNothing) {
    expect_outcome(GetParam(), {.explored = false, .allowed = false});
}

INSTANTIATE_TEST_SUITE_P(Submission, Misbehaving, ::testing::ValuesIn(cases),
                         [](const auto& info) { return std::string(info.param.name); });

class Explored : public ::testing::TestWithParam<Case> {};

TEST_P(Explored, GetsItsDiagnosisAndLeavesNothing) {
    expect_outcome(GetParam(), {.explored = true, .allowed = false});
}

INSTANTIATE_TEST_SUITE_P(Submission, Explored, ::testing::ValuesIn(explored_cases),
                         [](const auto& info) { return std::string(info.param.name); });

class Allowed : public ::testing::TestWithParam<Case> {};

TEST_P(Allowed, GetsItsDiagnosisAndLeavesNothing) {
    expect_outcome(GetParam(), {.explored = false, .allowed = true});
}

INSTANTIATE_TEST_SUITE_P(Submission, Allowed, ::testing::ValuesIn(allowed_cases),
                         [](const auto& info) { return std::string(info.param.name); });

class ExploredAllowed : public ::testing::TestWithParam<Case> {};

TEST_P(ExploredAllowed, GetsItsDiagnosisAndLeavesNothing) {
    expect_outcome(GetParam(), {.explored = true, .allowed = true});
}

INSTANTIATE_TEST_SUITE_P(Submission, ExploredAllowed, ::testing::ValuesIn(explored_allowed_cases),
                         [](const auto& info) { return std::string(info.param.name); });

// Right answers, in spite of what they do besides.
class Harmless : public ::testing::TestWithParam<const char*> {};

TEST_P(Harmless, IsGradedAndEndedWithTheCheck) {
    const StudentsCourse course;
    course.run_natively();
    course.allow_everything();
    const ProgramRun run = Program().run({"check", "01", "--submission",
                                          course.submit(submission_text(GetParam())).string(),
                                          "--out", course.out().string(), "--check", overlap},
                                         course.path());
    EXPECT_EQ(run.status, 0) << run.output << run.error;
    expect_nothing_left(run);
}

INSTANTIATE_TEST_SUITE_P(Submission, Harmless,
                         ::testing::Values("forks_to_the_background", "closes_descriptors"),
                         [](const auto& info) { return std::string(info.param); });

TEST(RacingSubmission, GetsBothLinesInMessageAndSteps) {
    const StudentsCourse course;
    const std::string text = submission_text("unlocked_flag");
    const ProgramRun run =
        Program().run({"check", "01", "--submission", course.submit(text).string(), "--out",
                       course.out().string(), "--check", "threaded-race"},
                      course.path());
    EXPECT_EQ(run.status, 1);
    const CheckResult race = named(course.card(), "threaded-race");
    EXPECT_LE(race.steps.size(), 4U) << "what other threads do besides is no part of it";
    std::set<std::string> told;
    for (const auto& step : race.steps)
        told.insert(step.at);
    for (const std::string& place : marked_places(text, true)) {
        EXPECT_TRUE(told.contains(place)) << place;
        EXPECT_NE(race.message.find(place), std::string::npos) << race.message;
    }
}

// ---- what a student sees first and last ----

TEST(FirstRun, OfTheStubEarnsNothingAndTeaches) {
    const StudentsCourse course;
    const ProgramRun run =
        Program().run({"check", "01", "--out", course.out().string()}, course.path());
    EXPECT_EQ(run.status, 1) << run.error;
    EXPECT_EQ(course.card().score, 0);
    expect_nothing_left(run);
    expect_golden_files("stub", run, course);
}

TEST(LastRun, OfTheReferenceSaysWellDone) {
    const StudentsCourse course;
    const fs::path reference = repository / "solutions/01-threading";
    const ProgramRun run = Program().run({"check", "01", "--submission", reference.string(),
                                          "--step", "1", "--out", course.out().string()},
                                         course.path());
    EXPECT_EQ(run.status, 0) << run.output << run.error;
    EXPECT_EQ(course.card().score, course.card().max);
    expect_nothing_left(run);
    expect_golden_files("reference", run, course);
}

} // namespace
