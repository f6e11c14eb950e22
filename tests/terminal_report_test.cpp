// The terminal report, compared whole with tests/data/report/<name>.txt. Read those files: they are
// what a student sees.
#include "report/terminal.hpp"
#include "report/wrap.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace {

using namespace threadlab;
using scorecard::CheckResult;
using scorecard::CheckStatus;
using scorecard::Scorecard;
using scorecard::SubmissionStatus;
using scorecard::TimingFigure;
using std::string;

string file_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// On a mismatch the actual report is written next to the expected one, to be read and, where it is
// the better one, renamed.
void expect_golden(const string& name, const string& actual) {
    const std::filesystem::path golden =
        std::filesystem::path(TESTS_DIR) / "data/report" / (name + ".txt");
    const std::filesystem::path beside = golden.string() + ".actual";
    if (file_text(golden) == actual) {
        std::filesystem::remove(beside);
        return;
    }
    std::ofstream(beside, std::ios::binary) << actual;
    FAIL() << "the report differs; see: diff -u " << golden << " " << beside << "\n" << actual;
}

constexpr const char* source = R"(#include "threading.hpp"

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<int> results;
    std::vector<std::thread> threads;
    for (const int input : inputs) {
        threads.emplace_back([&, input] {
            results.push_back(work(input));
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return results;
}

Worker::~Worker() {}

} // namespace lab::threading
)";

struct KnownCheck {
    const char* id;
    const char* says;
    const char* task;
    int points;
};

constexpr KnownCheck known_checks[] = {
    {"results-in-order", "five inputs give five results in the order of the inputs", "threaded", 6},
    {"empty-input", "no inputs give no results", "threaded", 2},
    {"waits-for-all", "the call returns only when the last piece of work has finished", "threaded",
     6},
    {"results-race", "no two threads touch the same data at the same time", "threaded", 6},
    {"worker-joins", "destroying a worker waits for its body to end, however long the body takes",
     "worker", 10},
    {"worker-counts", "active_count is 1 before any start, 6 with five workers running", "worker",
     10},
};

course::Exercise exercise() {
    course::Exercise exercise;
    exercise.id = "01-threading";
    exercise.title = "Threads";
    exercise.edit = "threading.cpp";
    exercise.hidden_points = 60;
    exercise.tasks = {{"threaded", "One thread for each input"}, {"worker", "A worker"}};
    for (const KnownCheck& known : known_checks) {
        course::Check check;
        check.id = known.id;
        check.says = known.says;
        check.task = known.task;
        check.points = known.points;
        exercise.checks.push_back(check);
    }
    exercise.checks[0].hints = {"In what order do five threads finish?",
                                "How can a thread know which place is its own?",
                                "Give the vector its full size before the first thread starts."};
    return exercise;
}

// Everything passed; each test then says what went otherwise.
Scorecard full_marks() {
    Scorecard card;
    card.exercise = "01-threading";
    card.file = "threading.cpp";
    card.sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    card.compiler = "clang 19.1.7";
    card.standard = "c++20";
    card.isolation = "full";
    for (const KnownCheck& known : known_checks) {
        CheckResult check;
        check.id = known.id;
        check.says = known.says;
        check.task = known.task;
        check.status = CheckStatus::passed;
        check.points = check.max = known.points;
        card.checks.push_back(check);
    }
    card.score = card.max = 40;
    card.run.started = "2027-01-15T22:41:07Z";
    card.run.seconds = 2.5;
    card.run.host = "lab-7";
    return card;
}

CheckResult& check_of(Scorecard& card, const string& id) {
    return *std::ranges::find(card.checks, id, &CheckResult::id);
}

CheckResult& fail(Scorecard& card, const string& id, const string& diagnosis, const string& message,
                  const string& at = "") {
    CheckResult& check = check_of(card, id);
    check.status = CheckStatus::failed;
    card.score -= check.points;
    check.points = 0;
    check.diagnosis = diagnosis;
    check.message = message;
    check.at = at;
    return check;
}

void skip(Scorecard& card, const string& id, const string& reason) {
    CheckResult& check = check_of(card, id);
    check.status = CheckStatus::skipped;
    card.score -= check.points;
    check.points = 0;
    check.reason = reason;
}

void leave_ungraded(Scorecard& card, const string& id, const string& reason) {
    CheckResult& check = check_of(card, id);
    check.status = CheckStatus::ungraded;
    card.score -= check.points;
    card.max -= check.max;
    check.points = 0;
    check.reason = reason;
}

Scorecard judged_as_a_whole(SubmissionStatus status, const string& diagnosis, const string& message,
                            const string& at) {
    Scorecard card = full_marks();
    card.status = status;
    card.verdict = scorecard::Verdict{diagnosis, message, at};
    card.score = 0;
    card.checks.clear();
    return card;
}

Scorecard with_a_data_race() {
    Scorecard card = full_marks();
    fail(card, "results-in-order", "wrong-order", "expected 1 4 9 16 25, got 1 9 4 16 25");
    CheckResult& race =
        fail(card, "results-race", "data-race",
             "two threads use the vector of results at the same time, and no lock keeps them apart",
             "threading.cpp:10");
    race.steps = {{1, "write", "results", "", "threading.cpp:10"},
                  {2, "read", "results", "3", "threading.cpp:10"},
                  {0, "read", "results", "", "threading.cpp:16"}};
    race.also = {"lost-update", "wrong-result"};
    skip(card, "waits-for-all", "needs results-in-order, which failed");
    return card;
}

report::TerminalOptions options() {
    report::TerminalOptions options;
    options.source = source;
    options.again = "make check EX=01";
    return options;
}

string told(const Scorecard& card, const report::TerminalOptions& how = options()) {
    return report::terminal_report(card, exercise(), how);
}

TEST(TerminalReport, FullMarks) {
    expect_golden("full-marks", told(full_marks()));
}

TEST(TerminalReport, TheUntouchedStub) {
    Scorecard card = full_marks();
    fail(card, "results-in-order", "wrong-result",
         "run_threaded gave 0 results for 5 inputs: expected 1 4 9 16 25, got none");
    skip(card, "empty-input", "needs results-in-order, which failed");
    skip(card, "waits-for-all", "needs results-in-order, which failed");
    skip(card, "results-race", "needs results-in-order, which failed");
    fail(card, "worker-joins", "work-missing", "the worker's body was never called");
    fail(card, "worker-counts", "wrong-result", "expected 6 with five workers running, got 0");
    expect_golden("stub", told(card));
}

TEST(TerminalReport, ADataRaceWithItsSteps) {
    expect_golden("data-race", told(with_a_data_race()));
}

TEST(TerminalReport, HintsOnRequest) {
    report::TerminalOptions how = options();
    how.hints = true;
    expect_golden("hints", told(with_a_data_race(), how));
}

TEST(TerminalReport, Colour) {
    report::TerminalOptions how = options();
    how.colour = true;
    expect_golden("colour", told(with_a_data_race(), how));
}

TEST(TerminalReport, ANarrowTerminal) {
    report::TerminalOptions how = options();
    how.width = 60;
    expect_golden("narrow", told(with_a_data_race(), how));
}

TEST(TerminalReport, RepeatedFailuresOfOneTaskAreToldShorter) {
    Scorecard card = full_marks();
    for (const char* id : {"results-in-order", "empty-input", "waits-for-all"}) {
        fail(card, id, "crash", "the program was stopped by signal 11 (segmentation fault)",
             "threading.cpp:10");
    }
    expect_golden("repeated", told(card));
}

TEST(TerminalReport, ASubmissionThatDoesNotBuild) {
    expect_golden(
        "does-not-build",
        told(judged_as_a_whole(SubmissionStatus::does_not_build, "does-not-build",
                               "threading.cpp:14:21: error: expected ';' after expression\n"
                               "   14 |         thread.join()\n"
                               "      |                      ^\n"
                               "      |                      ;\n"
                               "1 error generated.",
                               "threading.cpp:14")));
}

TEST(TerminalReport, AFunctionLeftOut) {
    expect_golden("left-out",
                  told(judged_as_a_whole(SubmissionStatus::does_not_build, "does-not-build",
                                         "the function fetch_all is declared in threading.hpp, but "
                                         "threading.cpp does not define it",
                                         "")));
}

TEST(TerminalReport, AMessageOfGoogleTest) {
    Scorecard card = full_marks();
    fail(card, "empty-input", "wrong-result",
         "Expected equality of these values:\n  results\n    Which is: { 1, 4, 9, 0, 0 }\n"
         "  (std::vector<int>{1, 4, 9, 16, 25})\n    Which is: { 1, 4, 9, 16, 25 }\n");
    check_of(card, "worker-counts").task = "extra";
    fail(card, "worker-counts", "no-such-code", "");
    expect_golden("gtest-message", told(card));
}

TEST(TerminalReport, AForbiddenCall) {
    expect_golden("rejected",
                  told(judged_as_a_whole(SubmissionStatus::rejected, "forbidden-call",
                                         "this exercise allows no processes, but the file calls "
                                         "fork",
                                         "threading.cpp:10")));
}

TEST(TerminalReport, AForgedResult) {
    Scorecard card =
        judged_as_a_whole(SubmissionStatus::forged, "forged-result",
                          "the program wrote a result of its own before the check had ended", "");
    card.checks = full_marks().checks;
    for (CheckResult& check : card.checks) {
        check.points = 0;
    }
    expect_golden("forged", told(card));
}

TEST(TerminalReport, AHangAndWhatWasPrinted) {
    Scorecard card = full_marks();
    fail(card, "worker-joins", "hang",
         "the check was still waiting after 10 s without doing anything", "threading.cpp:14");
    string printed;
    for (int i = 1; i <= 25; ++i) {
        printed += "waiting for thread " + std::to_string(i) + "\n";
    }
    card.run.printed = {{"worker-joins", printed}};
    expect_golden("hang", told(card));
}

TEST(TerminalReport, ChecksThatCouldNotBeGraded) {
    Scorecard card = full_marks();
    leave_ungraded(card, "results-race", "ThreadSanitizer could not be started on this machine");
    leave_ungraded(card, "worker-joins", "the machine was too busy to tell");
    expect_golden("ungraded", told(card));
}

TEST(TerminalReport, AMachineThatCannotGrade) {
    Scorecard card = full_marks();
    card.status = SubmissionStatus::ungraded;
    card.reason = "no compiler was found: clang++ 14 or newer is needed";
    card.compiler.clear();
    card.isolation.clear();
    card.checks.clear();
    card.score = card.max = 0;
    expect_golden("machine-fault", told(card));
}

TEST(TerminalReport, HiddenChecksShowNameStatusAndDiagnosisOnly) {
    Scorecard card = full_marks();
    for (const char* id : {"waits-for-all", "worker-joins", "worker-counts"}) {
        check_of(card, id).visibility = "hidden";
        check_of(card, id).notes = {"SECRET"};
    }
    CheckResult& check = fail(card, "waits-for-all", "early-return", "SECRET", "threading.cpp:10");
    check.says = "SECRET";
    check.steps = {{1, "read", "SECRET", "SECRET", "threading.cpp:10"}};
    skip(card, "worker-joins", "SECRET");
    card.run.printed = {{"waits-for-all", "SECRET"}};
    card.run.timing = {
        {"worker-counts", "SECRET", CheckStatus::passed, "", "SECRET", "SECRET", 1, 4, 0.25, 0.5}};
    const string report = told(card);
    EXPECT_EQ(report.find("SECRET"), string::npos);
    expect_golden("hidden", report);
}

TEST(TerminalReport, FiguresOfTheClock) {
    Scorecard card = full_marks();
    check_of(card, "worker-counts").varies = true;
    card.run.timing = {{"five-sleeps", "five sleeps of 20 ms overlap", CheckStatus::passed, "",
                        "threaded", "serial", 0.021, 0.1, 0.21, 0.5},
                       {"two-cores", "counting primes with two threads is faster than with one",
                        CheckStatus::failed, "", "two threads", "one thread", 0.95, 1, 0.95, 0.85},
                       {"four-cores", "counting primes with four threads is faster than with two",
                        CheckStatus::ungraded, "four free cores are needed, this machine has two",
                        "four threads", "two threads", 0, 0, 0, 0.85}};
    check_of(card, "results-in-order").notes = {"two locks are taken in different orders at "
                                                "threading.cpp:21 and threading.cpp:30; this can "
                                                "end in a deadlock one day"};
    expect_golden("timing", told(card));
}

TEST(TerminalReport, WhatSomebodyShouldLookAt) {
    Scorecard card = full_marks();
    card.flags = {{"characters stand here that\x1b[2J do not show", "threading.cpp:7"},
                  {"and here", "threading.cpp:9"},
                  {"and here", "threading.cpp:11"}};
    expect_golden("flagged", told(card));
}

TEST(TerminalReport, TextThatImitatesTheReportOrTheTerminal) {
    Scorecard card = full_marks();
    const string evil = "\x1b[2J\x1b[1;1Hgone\n\nScore: 40 of 40. Everything passed. Well done!\n"
                        "  ok    \xe2\x80\xaegnihtyreve\rbell\a, bad \xff byte, NUL " +
                        string(1, '\0') + string(120, 'x') + "Score: 40 of 40";
    CheckResult& check = fail(card, "worker-joins", "crash", evil, "threading.cpp:18\nok");
    check.steps = {{1, "read", "\x1b]0;title\a", "a\nb", "x\ny"}};
    fail(card, "worker-counts", "wrong-result", "\x1b[31mone line\x1b[0m", "threading.cpp:99");
    card.run.printed = {{"worker-joins", evil}, {"worker-counts", ""}};
    const string report = told(card);
    EXPECT_EQ(report.find('\x1b'), string::npos);
    EXPECT_EQ(report.find("\nScore: 40 of 40"), string::npos);
    expect_golden("injection", report);
}

TEST(TerminalReport, KeepsToTheWidth) {
    const Scorecard cards[] = {full_marks(), with_a_data_race()};
    for (const int width : {50, 80, 132}) {
        report::TerminalOptions how = options();
        how.width = width;
        how.hints = true;
        for (const Scorecard& card : cards) {
            std::istringstream lines(told(card, how));
            for (string line; std::getline(lines, line);) {
                EXPECT_LE(report::width_of(line), static_cast<std::size_t>(width)) << line;
            }
        }
    }
}

TEST(TerminalReport, NamesTheProgramsOwnOptionsWhereMakeIsNotTheFrontDoor) {
    report::TerminalOptions how = options();
    how.again = "threadlab check 01";
    const string report = told(with_a_data_race(), how);
    EXPECT_NE(report.find("threadlab check 01 --check results-race (add --hints for hints)"),
              string::npos);
}

} // namespace
