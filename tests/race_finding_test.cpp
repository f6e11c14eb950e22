#include "judge/race_finding.hpp"

#include "tsan_data.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace {

using namespace threadlab;
using judge::RaceNames;
using judge::RaceVerdict;
using judge::TsanKind;
using judge::TsanReport;
using tests::line_of;

const RaceNames names{"threading.cpp"};

std::size_t rank(std::string_view code) {
    constexpr std::array<std::string_view, 5> codes{"misuse", "dangling", "self-deadlock",
                                                    "data-race", "leaked-thread"};
    return static_cast<std::size_t>(std::find(codes.begin(), codes.end(), code) - codes.begin());
}

RaceVerdict judged(const std::string& from, const std::vector<TsanReport>& reports) {
    return judge::judge_races(reports, tests::places_of(from), names, rank);
}

RaceVerdict judged(const std::string& from, const std::string& test) {
    return judged(from, tests::reports_of(from, test));
}

std::string at(int line) {
    return "threading.cpp:" + std::to_string(line);
}

// "{}" in `message` stands for the two places, in order.
struct Expected {
    std::string test;
    std::string diagnosis;
    int line = 0;
    int other = 0;
    std::string message;
    std::array<int, 2> threads{1, 2};
};

std::vector<Expected> expected_findings() {
    const int wrote = line_of("counter = 5");
    const int grown = line_of("list.push_back(i)");
    return {
        {"race_int",
         "data-race",
         line_of("++counter", 1),
         line_of("++counter", 2),
         "thread 1 writes at {} while the main thread writes at {}, and nothing orders the two",
         {1, 0}},
        {"race_vector", "data-race", line_of("numbers.push_back"), line_of("numbers.push_back"),
         "thread 1 reads at {} while thread 2 writes at the same line, and nothing orders the two"},
        {"race_half_locked", "data-race", wrote, line_of("counter = 6"),
         "thread 1 writes at {} while thread 2 writes at {}, and nothing orders the two; only "
         "thread 1 holds a lock"},
        {"both_locked_differently", "data-race", line_of("value = 1;"), line_of("value = 2;"),
         "thread 1 writes at {} while thread 2 writes at {}, and nothing orders the two; each "
         "holds a lock, but not the same one"},
        {"rwlock_read_write", "data-race", line_of("++value;", 2), line_of("++value;", 2),
         "thread 1 writes at {} while thread 2 writes at the same line, and nothing orders the "
         "two; both hold the same lock, but not both for writing"},
        {"double_check_singleton", "data-race", line_of("if (!instance) {"),
         line_of("instance = new"),
         "thread 1 reads at {} while thread 2 writes at {}, and nothing orders the two; only "
         "thread 2 holds a lock"},
        {"atomic_plain_read",
         "data-race",
         line_of("atomic_ref<int>"),
         line_of("int seen = flag"),
         "thread 1 writes atomically at {} while the main thread reads at {}, and nothing orders "
         "the two",
         {1, 0}},
        {"inlined_race", "data-race", line_of("++value;"), line_of("++value;"), ""},
        {"vptr_race",
         "data-race",
         line_of("virtual ~Base()"),
         line_of("object->run()"),
         "the main thread writes at {} while thread 1 reads at {}, and nothing orders the two: a "
         "virtual function is called while the object is still being made, or already being "
         "destroyed",
         {0, 1}},
        {"vector_grows", "data-race", grown, line_of("for (int value : list)"), ""},
        {"shared_string", "data-race", line_of("text = \"a text"), line_of("text = \"b text"), ""},
        {"deref_shared_ptr", "data-race", line_of("pointer = std::make_shared<int>(2)"),
         line_of("auto copy = pointer"),
         "thread 1 writes at {} while thread 2 reads at {}, and nothing orders the two"},
        {"shared_exception_object", "data-race", line_of("++reads;"), line_of("++reads;"), ""},
        {"promise_reset_race",
         "data-race",
         line_of("kept = std::current_exception()"),
         line_of("if (kept)"),
         "",
         {1, 0}},
        {"caller_uses_result",
         "data-race",
         line_of("i = round"),
         0,
         "thread 1 writes at {} while the caller already uses the result, and nothing orders the "
         "two",
         {1, 0}},
        {"task_result",
         "data-race",
         line_of("{ task(); }"),
         0,
         "thread 1 writes in the caller's task, run at {}, while the caller already uses the "
         "result, and nothing orders the two",
         {1, 0}},
        {"task_started_directly",
         "data-race",
         line_of("std::thread worker(task);"),
         0,
         "thread 1 writes in the caller's task, run at {}, while the caller already uses the "
         "result, and nothing orders the two",
         {1, 0}},
        {"use_after_free", "dangling", line_of("*value = 4"), line_of("delete value"),
         "thread 1 writes to memory at {} that thread 2 frees at {}, and nothing orders the two"},
        {"race_on_free",
         "dangling",
         line_of("*value = 4", 2),
         line_of("delete value", 3),
         "thread 1 writes to memory at {} that the main thread frees at {}, and nothing orders "
         "the two",
         {1, 0}},
        {"use_after_free_same_thread",
         "dangling",
         line_of("delete value", 2),
         line_of("*const_cast<volatile int*>(value)"),
         "the main thread writes to memory at {1} that was freed before, at {0}",
         {0, 0}},
        {"caller_frees_result",
         "dangling",
         line_of("*result = 42"),
         0,
         "thread 1 writes to memory at {} that the caller frees, and nothing orders the two",
         {1, 0}},
        {"exception_text_kept",
         "dangling",
         line_of("text[0]"),
         0,
         "the main thread reads memory at {} that is freed meanwhile, or was freed before",
         {0, 1}},
    };
}

std::string fill_in(std::string message, const Expected& expected) {
    const auto put = [&](const std::string& mark, int line) {
        const std::size_t found = message.find(mark);
        if (found != std::string::npos)
            message.replace(found, mark.size(), at(line));
    };
    put("{0}", expected.line);
    put("{1}", expected.other);
    put("{}", expected.line);
    put("{}", expected.other);
    return message;
}

TEST(RaceFindings, TellRealReportsOfBothCompilersAlike) {
    for (const std::string from : {"clang-14", "clang-19"}) {
        for (const Expected& expected : expected_findings()) {
            SCOPED_TRACE(from + " " + expected.test);
            const RaceVerdict verdict = judged(from, expected.test);
            ASSERT_TRUE(verdict.finding);
            EXPECT_EQ(verdict.finding->diagnosis, expected.diagnosis);
            EXPECT_EQ(verdict.finding->at, at(expected.line));
            if (!expected.message.empty()) {
                EXPECT_EQ(verdict.finding->message, fill_in(expected.message, expected));
            }
            ASSERT_EQ(verdict.finding->steps.size(), 2U);
            EXPECT_EQ(verdict.finding->steps[0].at, at(expected.line));
            EXPECT_EQ(verdict.finding->steps[1].at, expected.other > 0 ? at(expected.other) : "");
            EXPECT_EQ(verdict.finding->steps[0].thread, expected.threads[0]);
            EXPECT_EQ(verdict.finding->steps[1].thread, expected.threads[1]);
        }
    }
}

TEST(RaceFindings, FindTheLinesOfInlinedFunctionsToo) {
    for (const char* test : {"race_int", "race_vector", "inlined_race", "use_after_free"}) {
        const RaceVerdict inlined = judged("inlined", test);
        ASSERT_TRUE(inlined.finding) << test;
        EXPECT_EQ(inlined.finding->message, judged("clang-19", test).finding->message);
    }
}

struct Single {
    const char* test;
    const char* diagnosis;
    std::string at;
    std::string message;
};

TEST(RaceFindings, TellMisuseOfMutexesAndThreadsLeftBehind) {
    const std::string unlocks = at(line_of("m.unlock();", 2));
    const std::string locked = at(line_of("pthread_mutex_lock(m)"));
    const std::string destroyed = at(line_of("pthread_mutex_destroy(m)"));
    const std::string started = at(line_of("pthread_create("));
    const std::vector<Single> singles{
        {"bad_unlock", "misuse", unlocks,
         "a thread unlocks, at " + unlocks + ", a mutex that it does not hold"},
        {"destroy_locked", "misuse", locked,
         "a mutex is destroyed at " + destroyed + " while it is locked, since " + locked},
        {"thread_leak", "leaked-thread", started,
         "a thread started at " + started + " is neither joined nor detached"},
    };
    for (const std::string from : {"clang-14", "clang-19"}) {
        for (const Single& single : singles) {
            const RaceVerdict verdict = judged(from, single.test);
            ASSERT_TRUE(verdict.finding) << single.test;
            EXPECT_EQ(verdict.finding->diagnosis, single.diagnosis);
            EXPECT_EQ(verdict.finding->at, single.at);
            EXPECT_EQ(verdict.finding->message, single.message);
        }
    }
}

TEST(RaceFindings, CallADoubleLockASelfDeadlock) {
    TsanReport report{.kind = TsanKind::double_lock, .title = {}, .accesses = {}, .threads = {}};
    report.accesses = {
        {.does = "lock", .thread = {}, .frames = {{"submission.so", 1}}, .mutexes = {}}};
    const judge::Places places{{{"submission.so", 1}, {{"f()", "threading.cpp", 7, 5}}}};
    const RaceVerdict verdict = judge::judge_races({report}, places, names, rank);
    EXPECT_EQ(verdict.finding->diagnosis, "self-deadlock");
    EXPECT_EQ(verdict.finding->message,
              "a thread locks, at threading.cpp:7, a mutex that it holds already");
}

TEST(RaceFindings, TurnALockOrderReportIntoANote) {
    for (const std::string from : {"clang-14", "clang-19"}) {
        const RaceVerdict verdict = judged(from, "lock_order");
        EXPECT_FALSE(verdict.finding);
        const std::string first = at(line_of("std::lock_guard one(first_lock)"));
        ASSERT_EQ(verdict.notes.size(), 1U);
        EXPECT_NE(verdict.notes[0].find(first), std::string::npos) << verdict.notes[0];
    }
}

TEST(RaceFindings, ExcuseCorrectProgramsThatAreReported) {
    for (const std::string from : {"clang-14", "clang-19", "inlined"}) {
        for (const char* test :
             {"atomic_shared_ptr_busy", "exception_promise_moved", "exception_thrown_moved",
              "exception_ptr_shared", "exception_in_task", "exception_own_type"}) {
            const auto reports = tests::reports_of(from, test);
            const RaceVerdict verdict = judged(from, reports);
            EXPECT_FALSE(verdict.finding) << from << " " << test << verdict.finding->message;
            EXPECT_EQ(verdict.not_counted, static_cast<int>(reports.size()));
        }
    }
}

// A report of a race between `first` and `second`, each one frame; frames with the same offset are
// the same place.
TsanReport race_between(harness::Frame first, harness::Frame second,
                        const char* thread = "thread T1", const char* other_thread = "thread T2") {
    TsanReport report{
        .kind = TsanKind::data_race, .title = "data race", .accesses = {}, .threads = {}};
    report.accesses = {
        {.does = "write", .thread = thread, .frames = {std::move(first)}, .mutexes = {}},
        {.does = "read", .thread = other_thread, .frames = {std::move(second)}, .mutexes = {}}};
    return report;
}

// Offset 0xN is line N of the submission; offsets from 0x100 on are in a library's header.
judge::Places simple_places() {
    judge::Places places;
    for (int line = 1; line < 100; ++line)
        places[{"submission.so", static_cast<unsigned long>(line)}] = {
            {"f()", "/box/threading.cpp", line, 1}};
    places[{"submission.so", 0x100}] = {{"std::f()", "/usr/include/c++/12/vector", 14, 1}};
    places[{"submission.so", 0x101}] = {{"g()", "threading.cpp", 0, 12}};
    return places;
}

TEST(RaceFindings, DoNotCountWhatHappensInLibrariesAlone) {
    const TsanReport report = race_between({"submission.so", 0x100}, {"libstdc++.so.6", 0x7});
    const RaceVerdict verdict = judge::judge_races({report}, simple_places(), names, rank);
    EXPECT_FALSE(verdict.finding);
    EXPECT_EQ(verdict.not_counted, 1);
}

TEST(RaceFindings, DoNotCountRacesOfTheChecksOwn) {
    const TsanReport report = race_between({"checks.so", 0x1}, {"checks.so", 0x2});
    EXPECT_FALSE(judge::judge_races({report}, simple_places(), names, rank).finding);
}

TEST(RaceFindings, CountCodeWithoutDebugInformation) {
    const TsanReport report = race_between({"submission.so", 0xabc}, {"submission.so", 0xabd});
    const RaceVerdict verdict = judge::judge_races({report}, simple_places(), names, rank);
    ASSERT_TRUE(verdict.finding);
    EXPECT_EQ(verdict.finding->at, "");
    EXPECT_EQ(verdict.finding->message, "thread 1 reads at a line that is not known while thread 2 "
                                        "writes at a line that is not known, and nothing orders "
                                        "the two");
}

TEST(RaceFindings, UseTheFunctionsLineWhereTheAccessHasNone) {
    const TsanReport report = race_between({"submission.so", 0x101}, {"submission.so", 20});
    EXPECT_EQ(judge::judge_races({report}, simple_places(), names, rank).finding->at,
              "threading.cpp:12");
}

TEST(RaceFindings, ReportTheLowestPairOfLinesInWhateverOrderReportsCome) {
    std::vector<TsanReport> reports{
        race_between({"submission.so", 31}, {"submission.so", 14}),
        race_between({"submission.so", 14}, {"submission.so", 20}, "thread T7", "thread T3"),
        race_between({"submission.so", 40}, {"submission.so", 15}, "main thread", "thread T1"),
        race_between({"submission.so", 14}, {"submission.so", 31}, "thread T5", "thread T1"),
    };
    const auto less = [](const TsanReport& one, const TsanReport& other) {
        return std::tuple(one.accesses[0].frames[0].offset, one.accesses[1].frames[0].offset) <
               std::tuple(other.accesses[0].frames[0].offset, other.accesses[1].frames[0].offset);
    };
    std::sort(reports.begin(), reports.end(), less);
    do {
        const auto finding = judge::judge_races(reports, simple_places(), names, rank).finding;
        ASSERT_TRUE(finding);
        EXPECT_EQ(finding->message, "thread 1 writes at threading.cpp:14 while thread 2 reads at "
                                    "threading.cpp:20, and nothing orders the two");
        EXPECT_EQ(finding->steps,
                  (std::vector<scorecard::Step>{{1, "write", "", "", "threading.cpp:14"},
                                                {2, "read", "", "", "threading.cpp:20"}}));
    } while (std::next_permutation(reports.begin(), reports.end(), less));
}

TEST(RaceFindings, LeaveOutWhatOneRunAloneSawBesideARaceOfAllRuns) {
    // A racing container's memory is used for something else at once: a race at another line, too.
    const auto access = [](int line) {
        return judge::TsanAccess{"write",
                                 "thread T" + std::to_string(line),
                                 8,
                                 {{"submission.so", static_cast<unsigned long>(line)}},
                                 {}};
    };
    const auto report = [&](int run, int line, int other) {
        TsanReport made{TsanKind::data_race, "data race", {access(line), access(other)}, {}};
        made.accesses[1].thread = "main thread";
        made.run = run;
        return made;
    };
    judge::Places places;
    for (const int line : {12, 14, 20})
        places[{"submission.so", static_cast<unsigned long>(line)}] = {
            {"f", "threading.cpp", line, 0, 0}};
    const auto place_of = [&](const std::vector<TsanReport>& reports) {
        return judge::judge_races(reports, places, names, rank).finding->at;
    };
    const std::vector<TsanReport> often{report(0, 14, 14), report(1, 14, 14), report(2, 14, 14)};
    std::vector<TsanReport> with_stray = often;
    with_stray.push_back(report(1, 12, 14));
    EXPECT_EQ(place_of(with_stray), at(14));
    std::vector<TsanReport> twice = with_stray;
    twice.push_back(report(2, 12, 14));
    EXPECT_EQ(place_of(twice), at(12));
    std::vector<TsanReport> elsewhere = often;
    elsewhere.push_back(report(1, 12, 20));
    EXPECT_EQ(place_of(elsewhere), at(12)) << "another race is no consequence";
    EXPECT_EQ(place_of({report(0, 14, 14), report(1, 12, 14)}), at(12));
}

TEST(RaceFindings, PutTheRootCauseFirstAndNameTheRest) {
    auto reports = tests::reports_of("clang-19", "race_int");
    for (const char* test : {"use_after_free", "thread_leak", "lock_order"})
        for (const TsanReport& report : tests::reports_of("clang-19", test))
            reports.push_back(report);
    const RaceVerdict verdict = judged("clang-19", reports);
    EXPECT_EQ(verdict.finding->diagnosis, "dangling");
    EXPECT_EQ(verdict.finding->also, (std::vector<std::string>{"data-race", "leaked-thread"}));
    EXPECT_EQ(verdict.notes.size(), 1U);
}

TEST(RaceFindings, SayNothingWithoutReports) {
    const RaceVerdict verdict = judge::judge_races({}, {}, names, rank);
    EXPECT_FALSE(verdict.finding);
    EXPECT_TRUE(verdict.notes.empty());
    EXPECT_EQ(verdict.not_counted, 0);
}

TEST(RaceFindings, SurviveReportsWithPartsMissing) {
    for (const TsanKind kind : {TsanKind::data_race, TsanKind::use_after_free, TsanKind::lock_order,
                                TsanKind::double_lock, TsanKind::bad_unlock,
                                TsanKind::destroy_locked, TsanKind::invalid_mutex,
                                TsanKind::thread_leak, TsanKind::signal_unsafe, TsanKind::other}) {
        TsanReport report = race_between({"submission.so", 14}, {"submission.so", 20});
        report.kind = kind;
        judge::judge_races({report}, simple_places(), names, rank);
        report.accesses[0].frames.clear();
        judge::judge_races({report}, simple_places(), names, rank);
        report.accesses.pop_back();
        judge::judge_races({report}, simple_places(), names, rank);
        report.accesses.clear();
        EXPECT_EQ(judge::judge_races({report}, simple_places(), names, rank).not_counted, 1);
    }
}

struct Source {
    const char* text;
    bool fences;
};

TEST(Fences, AreFoundInCodeButNotInCommentsAndLiterals) {
    const std::vector<Source> sources{
        {"std::atomic_thread_fence(std::memory_order_acquire);", true},
        {"int n = 1'000; atomic_thread_fence(x); int m = 2'000;", true},
        {"char c = '\"'; atomic_thread_fence(x); char d = '\"';", true},
        {"const char* s = \"\\\"\"; atomic_thread_fence(x);", true},
        {"auto s = R\"x( \" )\" )x\"; atomic_thread_fence(x);", true},
        {"", false},
        {"// atomic_thread_fence\nint x;", false},
        {"/* atomic_thread_fence */", false},
        {"/* atomic_thread_fence", false},
        {"\"atomic_thread_fence\"", false},
        {"\"never closed, atomic_thread_fence", false},
        {"R\"(atomic_thread_fence)\"", false},
        {"R\"", false},
        {"\"\\", false},
        {"flag.store(true);", false},
    };
    for (const Source& source : sources)
        EXPECT_EQ(judge::uses_fences(source.text), source.fences) << source.text;
}

} // namespace
