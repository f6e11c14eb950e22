#include "judge/tsan_report.hpp"

#include "tsan_data.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace threadlab;
using harness::Frame;
using judge::read_tsan_reports;
using judge::TsanAccess;
using judge::TsanKind;
using judge::TsanReport;

const char* const race = R"(==================
WARNING: ThreadSanitizer: data race (pid=4385)
  Write of size 4 at 0x7ffff7a1d330 by thread T2 'worker':
    #0 <null> <null> (submission.so+0xe180) (BuildId: 7546ad1c)
    #1 <null> <null> (libstdc++.so.6+0xd44a2) (BuildId: 289ee39f)

  Previous atomic read of size 8 at 0x7ffff7a1d330 by main thread (mutexes: write M0, read M1):
    #0 <null> <null> (/somewhere/else/submission.so+0xe0d6)

  As if synchronized via sleep:
    #0 <null> <null> (race+0x5ff7e)

  Location is global '<null>' at 0x000000000000 (submission.so+0x19330)

  Mutex M0 (0x7ffff7a1d490) created at:
    [failed to restore the stack]

  Thread T2 'worker' (tid=4388, running) created by main thread at:
    #0 <null> <null> (checks.so+0x24bf)

SUMMARY: ThreadSanitizer: data race (submission.so+0xe180)
==================
ThreadSanitizer: reported 1 warnings
)";

TEST(TsanReportText, GivesBothAccessesOfARace) {
    const std::vector<TsanReport> reports = read_tsan_reports(race);
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports[0].kind, TsanKind::data_race);
    EXPECT_EQ(reports[0].title, "data race");
    ASSERT_EQ(reports[0].accesses.size(), 2U);

    const TsanAccess& write = reports[0].accesses[0];
    EXPECT_EQ(write.does, "write");
    EXPECT_EQ(write.thread, "thread T2");
    EXPECT_EQ(write.size, 4);
    EXPECT_EQ(write.frames,
              (std::vector<Frame>{{"submission.so", 0xe180}, {"libstdc++.so.6", 0xd44a2}}));
    EXPECT_TRUE(write.mutexes.empty());

    const TsanAccess& read = reports[0].accesses[1];
    EXPECT_EQ(read.does, "atomic read");
    EXPECT_EQ(read.thread, "main thread");
    EXPECT_EQ(read.frames, (std::vector<Frame>{{"submission.so", 0xe0d6}}));
    EXPECT_EQ(read.mutexes, (std::vector<std::string>{"M0", "M1 (read)"}));
}

TEST(TsanReportText, SaysWhereAThreadWasStarted) {
    const TsanReport report = read_tsan_reports(race).at(0);
    ASSERT_EQ(report.threads.size(), 1U);
    EXPECT_EQ(report.threads[0].name, "thread T2");
    EXPECT_EQ(report.threads[0].frames, (std::vector<Frame>{{"checks.so", 0x24bf}}));
}

TEST(TsanReportText, KeepsAnAccessWhoseStackIsLost) {
    const auto reports = read_tsan_reports("WARNING: ThreadSanitizer: data race (pid=1)\n"
                                           "  Read of size 1 at 0x1 by thread T1:\n"
                                           "    #0 <null> <null> (submission.so+0x1)\n\n"
                                           "  Previous write of size 1 at 0x1 by thread T2:\n"
                                           "    [failed to restore the stack]\n\n"
                                           "SUMMARY: ThreadSanitizer: data race\n");
    ASSERT_EQ(reports.at(0).accesses.size(), 2U);
    EXPECT_TRUE(reports[0].accesses[1].frames.empty());
    EXPECT_EQ(reports[0].accesses[1].thread, "thread T2");
}

TEST(TsanReportText, TellsTwoReportsBackToBackApart) {
    const auto reports = read_tsan_reports("junk\n" + std::string(race) + "more junk\n" + race);
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_EQ(reports[0].accesses.size(), 2U);
    EXPECT_EQ(reports[1].accesses.size(), 2U);
}

TEST(TsanReportText, DropsAReportWhoseEndIsMissing) {
    const std::string text(race);
    const std::size_t end = text.find("SUMMARY: ThreadSanitizer: ");
    for (std::size_t length = 0; length < end; ++length)
        EXPECT_TRUE(read_tsan_reports(text.substr(0, length)).empty()) << length;
    EXPECT_EQ(read_tsan_reports(text.substr(0, end) + race).size(), 1U);
}

TEST(TsanReportText, SurvivesAnyDamage) {
    std::srand(1);
    for (const char* test : {"lock_order", "race_half_locked", "destroy_locked", "thread_leak"}) {
        const std::string whole =
            tests::text_of(tests::tsan_data() / "clang-19" / (std::string(test) + ".txt"));
        for (int round = 0; round < 500; ++round) {
            std::string damaged = whole;
            for (int i = 0; i < 20; ++i) {
                const std::size_t at = static_cast<std::size_t>(std::rand()) % damaged.size();
                if (i % 2 == 0)
                    damaged[at] = static_cast<char>(std::rand());
                else
                    damaged.erase(at, static_cast<std::size_t>(std::rand()) % 40);
            }
            EXPECT_LE(read_tsan_reports(damaged).size(), 2U);
        }
    }
}

TEST(TsanReportText, TakesNoStackForAnAccessBeforeOneIsNamed) {
    const auto reports = read_tsan_reports("WARNING: ThreadSanitizer: data race (pid=1)\n"
                                           "    #0 <null> <null> (a.so+0x1)\n"
                                           "SUMMARY: ThreadSanitizer: x\n");
    EXPECT_TRUE(reports.at(0).accesses.empty());
}

TEST(TsanReportText, TakesNoMoreThanAnHonestProgramReports) {
    std::string accesses;
    for (int i = 0; i < 200; ++i)
        accesses += "  Read of size 1 at 0x1 by thread T1:\n  Thread T1 (tid=1) created by main:\n";
    const std::string report = "WARNING: ThreadSanitizer: data race (pid=1)\n" + accesses +
                               "SUMMARY: ThreadSanitizer: x\n";
    EXPECT_EQ(read_tsan_reports(report).at(0).accesses.size(), 64U);
    EXPECT_EQ(read_tsan_reports(report).at(0).threads.size(), 64U);
    std::string reports;
    for (int i = 0; i < 1001; ++i)
        reports += "WARNING: ThreadSanitizer: data race (pid=1)\nSUMMARY: ThreadSanitizer: x\n";
    EXPECT_EQ(read_tsan_reports(reports).size(), 1000U);
}

TEST(TsanReportText, LeavesOutFramesThatAreNone) {
    for (const char* frame :
         {"#0 <null> <null> (0x7fff)", "#0 x (+0x1)", "#0 x (a.so+0x)", "#0 x (a.so+0xzz)",
          "#0 x a.so+0x12)", "#0 x (a.so+0x12", "#0 x (a.so+0x11112222333344445)", "#", "#0"}) {
        const auto reports =
            read_tsan_reports("WARNING: ThreadSanitizer: data race (pid=1)\n"
                              "  Read of size 1 at 0x1 by thread T1:\n    " +
                              std::string(frame) + "\nSUMMARY: ThreadSanitizer: x\n");
        EXPECT_TRUE(reports.at(0).accesses.at(0).frames.empty()) << frame;
    }
}

struct Collected {
    const char* test;
    TsanKind kind;
    std::vector<std::string> does;
};

// What the first report of each says, on every compiler.
const std::vector<Collected> collected{
    {"race_int", TsanKind::data_race, {"write", "write"}},
    {"race_vector", TsanKind::data_race, {"read", "write"}},
    {"copy_into", TsanKind::data_race, {"write", "write"}},
    {"vptr_race", TsanKind::data_race, {"write", "read"}},
    {"race_on_free", TsanKind::data_race, {"write", "write"}},
    {"use_after_free", TsanKind::use_after_free, {"write", "write"}},
    {"vptr_after_free", TsanKind::use_after_free, {"read", "write"}},
    {"lock_order", TsanKind::lock_order, {"lock", "lock", "lock", "lock"}},
    {"bad_unlock", TsanKind::bad_unlock, {"unlock"}},
    {"unlock_by_other", TsanKind::bad_unlock, {"unlock"}},
    {"destroy_locked", TsanKind::destroy_locked, {"destroy", "lock"}},
    {"invalid_mutex", TsanKind::invalid_mutex, {"lock"}},
    {"thread_leak", TsanKind::thread_leak, {"create"}},
    {"signal_handler_in_thread", TsanKind::signal_unsafe, {"call"}},
};

TEST(TsanReportText, KnowsEveryKindFromBothCompilers) {
    for (const char* compiler : {"clang-14", "clang-19"}) {
        for (const Collected& expected : collected) {
            SCOPED_TRACE(std::string(compiler) + " " + expected.test);
            const auto reports = tests::reports_of(compiler, expected.test);
            ASSERT_FALSE(reports.empty());
            EXPECT_EQ(reports[0].kind, expected.kind);
            std::vector<std::string> does;
            for (const TsanAccess& access : reports[0].accesses) {
                does.push_back(access.does);
                EXPECT_FALSE(access.frames.empty());
            }
            EXPECT_EQ(does, expected.does);
        }
    }
}

TEST(TsanReportText, KnowsTheKindsThatAreHardToProvoke) {
    const std::vector<std::pair<std::string, TsanKind>> titles{
        {"double lock of a mutex", TsanKind::double_lock},
        {"read lock of a write locked mutex", TsanKind::double_lock},
        {"read unlock of a write locked mutex", TsanKind::bad_unlock},
        {"signal handler spoils errno", TsanKind::other},
        {"race on external object", TsanKind::other},
        {"something new", TsanKind::other},
    };
    for (const auto& [title, kind] : titles) {
        const auto reports = read_tsan_reports("WARNING: ThreadSanitizer: " + title +
                                               " (pid=1)\n    #0 f <null> (submission.so+0x1)\n\n"
                                               "SUMMARY: ThreadSanitizer: x\n");
        ASSERT_EQ(reports.size(), 1U);
        EXPECT_EQ(reports[0].kind, kind) << title;
        EXPECT_EQ(reports[0].title, title);
        EXPECT_EQ(reports[0].accesses.at(0).frames.size(), 1U);
    }
}

TEST(TsanReportText, SaysWhichMutexWasHeldInALockOrderReport) {
    const TsanReport report = tests::reports_of("clang-19", "lock_order").at(0);
    EXPECT_EQ(report.accesses[0].mutexes.size(), 1U);
    EXPECT_EQ(report.accesses[0].thread, "thread T1");
    EXPECT_EQ(report.accesses[1].thread, "thread T1");
    EXPECT_EQ(report.accesses[2].thread, "thread T2");
}

} // namespace
