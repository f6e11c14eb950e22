// How a run ended -> what it says of the submission.

#include "judge/native_check.hpp"
#include "judge/race_check.hpp"
#include "judge_bench.hpp"

#include <csignal>
#include <gtest/gtest.h>

namespace {

namespace harness = threadlab::harness;
namespace judge = threadlab::judge;
namespace sandbox = threadlab::sandbox;
using harness::Ended;
using harness::Record;
using judge::Finding;
using threadlab::course::Check;
using threadlab::course::Kind;
using threadlab::scorecard::CheckStatus;
using threadlab::testing::check_of;
using threadlab::testing::ended;
using threadlab::testing::FakeSandbox;
using threadlab::testing::record_of;
using threadlab::testing::Request;
using threadlab::testing::sends;
using threadlab::testing::sent;
using threadlab::testing::TestBench;

Finding judged(const FakeSandbox::Answer& answer,
               const Check& check = check_of("check", Kind::native)) {
    TestBench bench(answer);
    return judge::judge_native(bench.bench(), check);
}

// One word: the diagnosis of what failed, else the status.
std::string verdict(const Finding& finding) {
    switch (finding.status) {
    case CheckStatus::passed:
        return "passed";
    case CheckStatus::failed:
        return finding.diagnosis;
    case CheckStatus::skipped:
        return "skipped";
    case CheckStatus::ungraded:
        break;
    }
    return "ungraded";
}

Record with_failure() {
    Record record;
    record.failures = {{"wrong-order", "expected 1 first"}};
    return record;
}

Record with_refused(Record record) {
    record.threads_refused = 1;
    return record;
}

struct Row {
    const char* record;
    std::optional<Record> sent;
    std::string exit_0, exit_3, killed;
};

// What the record says counts where the process ended by itself; only a pass needs status 0.
TEST(ReadRun, JudgesARunThatEndedByItself) {
    const std::vector<Row> rows{
        {"nothing", std::nullopt, "forged-result", "api-contract", "crash"},
        {"finished", record_of(Ended::finished), "passed", "forged-result", "forged-result"},
        {"a failure", with_failure(), "wrong-order", "wrong-order", "wrong-order"},
        {"no such test", record_of(Ended::no_test), "ungraded", "ungraded", "ungraded"},
        {"skipped", record_of(Ended::skipped), "ungraded", "ungraded", "ungraded"},
        {"no checks", record_of(Ended::no_checks), "ungraded", "ungraded", "ungraded"},
        {"unconfined", record_of(Ended::unconfined), "ungraded", "ungraded", "ungraded"},
        {"unloadable", record_of(Ended::unloadable), "does-not-build", "does-not-build",
         "does-not-build"},
        {"terminate", record_of(Ended::terminate), "terminate", "terminate", "terminate"},
        {"signal", record_of(Ended::signal, "11"), "crash", "crash", "crash"},
        {"exit(0)", record_of(Ended::exit, "0"), "forged-result", "forged-result", "forged-result"},
        {"exit(3)", record_of(Ended::exit, "3"), "api-contract", "api-contract", "api-contract"},
        {"time is up", record_of(Ended::stopped), "forged-result", "forged-result",
         "forged-result"},
        {"refused, passed", with_refused({}), "passed", "forged-result", "forged-result"},
        {"refused, failed", with_refused(with_failure()), "process-limit", "process-limit",
         "process-limit"},
        {"refused, terminate", with_refused(record_of(Ended::terminate, "EAGAIN")), "process-limit",
         "process-limit", "process-limit"},
    };
    for (const Row& row : rows) {
        const auto judge_ending = [&](const sandbox::Ending& ending) {
            return verdict(judged([&](const sandbox::Command& command) {
                sandbox::Outcome outcome = ended(ending);
                outcome.record = row.sent ? sent(*row.sent, command) : "";
                return outcome;
            }));
        };
        EXPECT_EQ(judge_ending(sandbox::Exited{0}), row.exit_0) << row.record << ", status 0";
        EXPECT_EQ(judge_ending(sandbox::Exited{3}), row.exit_3) << row.record << ", status 3";
        EXPECT_EQ(judge_ending(sandbox::Signalled{SIGKILL}), row.killed)
            << row.record << ", killed";
    }
}

TEST(ReadRun, CallsWhatTheFilterOfSystemCallsEndedAForbiddenCall) {
    const Finding finding =
        judged([](const sandbox::Command&) { return ended(sandbox::Signalled{SIGSYS}); });
    EXPECT_EQ(finding.diagnosis, "forbidden-call");
    EXPECT_NE(finding.message.find("system call"), std::string::npos) << finding.message;
}

// Whatever the record claims.
TEST(ReadRun, JudgesARunThatWasEndedByTheEndingAlone) {
    const std::vector<std::pair<sandbox::Ending, std::string>> endings{
        {sandbox::LimitReached{sandbox::Limit::cpu}, "time-limit"},
        {sandbox::LimitReached{sandbox::Limit::wall}, "hang"},
        {sandbox::LimitReached{sandbox::Limit::memory}, "memory-limit"},
        {sandbox::LimitReached{sandbox::Limit::output}, "output-limit"},
        {sandbox::MachineFault{"no box"}, "ungraded"},
        {sandbox::Starved{}, "ungraded"}};
    for (const auto& [ending, expected] : endings) {
        EXPECT_EQ(verdict(judged([&](const auto&) { return ended(ending); })), expected);
        for (int way = 0; way <= static_cast<int>(Ended::stopped); ++way)
            EXPECT_EQ(verdict(judged(sends(record_of(static_cast<Ended>(way)), ending))), expected)
                << "ended in way " << way;
    }
}

TEST(ReadRun, TakesAHangForARefusedThreadWhenOneWasRefused) {
    const auto hung = [](const Record& record) {
        return verdict(judged(sends(record, sandbox::LimitReached{sandbox::Limit::wall})));
    };
    EXPECT_EQ(hung(record_of(Ended::stopped)), "hang");
    EXPECT_EQ(hung(with_refused(record_of(Ended::stopped))), "process-limit");
}

TEST(ReadRun, CallsAnythingButTheOneRecordOfThisRunForged) {
    using Forge = std::function<std::string(const sandbox::Command&)>;
    const std::vector<std::pair<const char*, Forge>> forgeries{
        {"no record at all", [](const auto&) { return "passed!\n"; }},
        {"another nonce", [](const auto&) { return harness::write_record({}); }},
        {"two records", [](const auto& c) { return sent({}, c) + sent({}, c); }},
        {"half a record", [](const auto& c) { return sent({}, c).substr(0, 30); }},
        {"a record and more", [](const auto& c) { return sent({}, c) + "x"; }},
    };
    for (const auto& [name, forge] : forgeries)
        for (const int status : {0, 3}) {
            const Finding finding = judged([&](const sandbox::Command& command) {
                sandbox::Outcome outcome = ended(sandbox::Exited{status});
                outcome.record = forge(command);
                return outcome;
            });
            EXPECT_EQ(verdict(finding), "forged-result") << name << ", status " << status;
        }
}

struct Words {
    const char* name;
    Record record;
    std::string message;
};

TEST(ReadRun, SaysWhatHappenedInWords) {
    for (const Words& words : {
             Words{"terminate with a text", record_of(Ended::terminate, "the sea is closed"),
                   "nothing caught it: the sea is closed"},
             Words{"terminate without", record_of(Ended::terminate),
                   "a std::thread was destroyed or assigned to while it could still be joined"},
             Words{"a bad pointer", record_of(Ended::signal, "11"), "memory that is not its own"},
             Words{"an abort", record_of(Ended::signal, "6"), "it was aborted"},
             Words{"a division", record_of(Ended::signal, "8"), "it divided by zero"},
             Words{"no return", record_of(Ended::signal, "4"), "a function that ends without"},
             Words{"another signal", record_of(Ended::signal, "10"), "it was ended by signal 10"},
             Words{"exit", record_of(Ended::exit, "3"), "with exit status 3 before the check was"},
             Words{"unloadable", record_of(Ended::unloadable, "no symbol x"), "no symbol x"},
             Words{"too many threads", with_refused(record_of(Ended::terminate)),
                   "it had 64 threads at once and tried to start another; 64 is the limit"},
         })
        EXPECT_NE(judged(sends(words.record)).message.find(words.message), std::string::npos)
            << words.name << ": " << judged(sends(words.record)).message;
}

TEST(ReadRun, NamesTheLimitThatTheCheckSets) {
    Check check = check_of("check", Kind::native);
    check.limits = {.seconds = 2.5, .memory_mb = 128, .threads = 8, .output_kb = 16};
    const auto message = [&](sandbox::Limit limit) {
        return judged(sends({}, sandbox::LimitReached{limit}), check).message;
    };
    EXPECT_EQ(message(sandbox::Limit::cpu), "it was still computing after 2.5 s of CPU time");
    EXPECT_EQ(message(sandbox::Limit::wall),
              "it made no progress: 2.5 s passed, and every thread was waiting");
    EXPECT_EQ(message(sandbox::Limit::memory), "it used more than 128 MB of memory");
    EXPECT_EQ(message(sandbox::Limit::output), "it printed more than 16 KB");
}

TEST(ReadRun, SaysWhyACheckIsUngraded) {
    const auto reason = [](const FakeSandbox::Answer& answer) { return judged(answer).reason; };
    EXPECT_EQ(reason([](const auto&) { return ended(sandbox::MachineFault{"no bubblewrap"}); }),
              "no bubblewrap");
    EXPECT_EQ(reason([](const auto&) { return ended(sandbox::Starved{}); }),
              "the machine was too busy to run the check");
    EXPECT_EQ(reason(sends(record_of(Ended::no_test))), "the checks hold no test Suite.Name");
    EXPECT_EQ(reason(sends(record_of(Ended::no_checks, "no file"))),
              "the checks could not be loaded: no file");
    EXPECT_EQ(reason(sends(record_of(Ended::unconfined, "no filter"))),
              "this machine cannot confine a check: no filter");
}

TEST(ReadRun, PutsTheRootCauseFirstAndTheRestUnderAlso) {
    Record record;
    record.failures = {{"wrong-result", "expected 4"},
                       {"too-slow", "it took long"},
                       {"deadlock", "two threads wait"},
                       {"wrong-result", "expected 5"}};
    const Finding finding = judged(sends(record));
    EXPECT_EQ(finding.diagnosis, "deadlock");
    EXPECT_EQ(finding.message, "two threads wait");
    EXPECT_EQ(finding.also, (std::vector<std::string>{"wrong-result", "too-slow"}));
}

TEST(ReadRun, KeepsWhatWasPrintedOnlyOfAFailure) {
    EXPECT_EQ(judged(sends(with_failure())).printed, "printed\n");
    EXPECT_EQ(judged(sends({})).printed, "");
    EXPECT_EQ(judged(sends(record_of(Ended::no_test))).printed, "");
}

// Two threads in the submission: thread 2 in line 14, inlined in line 31 of a function from line 30
// on, and thread 5 in line 40.
Record with_stacks(Ended how, const std::string& what = "") {
    Record record = record_of(how, what);
    record.stacks = {{1, {{"libc.so.6", 0x1}}},
                     {2, {{"libc.so.6", 0x1}, {"submission.so", 0x10}}},
                     {5, {{"submission.so", 0x20}}}};
    return record;
}

const char* const looked_up =
    R"([{"Address":"0x10","Symbol":[{"FileName":"/usr/include/thread","Line":99,"StartLine":98},)"
    R"({"FileName":"threading.cpp","Line":14,"StartLine":12},)"
    R"({"FileName":"threading.cpp","Line":31,"StartLine":30}]},)"
    R"({"Address":"0x20","Symbol":[{"FileName":"threading.cpp","Line":40,"StartLine":38}]}])";

FakeSandbox::Answer sends_and_looks_up(const Record& record, const sandbox::Ending& ending,
                                       const sandbox::Outcome& lookup) {
    return [=](const sandbox::Command& command) {
        return command.argv[0] == "./harness" ? sends(record, ending)(command) : lookup;
    };
}

TEST(ReadRun, NamesTheStudentsOwnLine) {
    const sandbox::Outcome lookup = ended(sandbox::Exited{0}, looked_up);
    const auto at = [&](Ended how, const char* what, const sandbox::Ending& ending) {
        return judged(sends_and_looks_up(with_stacks(how, what), ending, lookup)).at;
    };
    EXPECT_EQ(at(Ended::terminate, "x", sandbox::Exited{0}), "threading.cpp:14");
    EXPECT_EQ(at(Ended::signal, "11", sandbox::Exited{0}), "threading.cpp:14");
    EXPECT_EQ(at(Ended::exit, "0", sandbox::Exited{0}), "threading.cpp:14");
    EXPECT_EQ(at(Ended::stopped, "", sandbox::LimitReached{sandbox::Limit::wall}),
              "threading.cpp:14");
    // A loop is met in any of its lines, but always in the same function.
    EXPECT_EQ(at(Ended::stopped, "", sandbox::LimitReached{sandbox::Limit::cpu}),
              "threading.cpp:30");
}

TEST(ReadRun, TellsWhereEachThreadOfAHangWaits) {
    const Finding finding = judged(sends_and_looks_up(with_stacks(Ended::stopped),
                                                      sandbox::LimitReached{sandbox::Limit::wall},
                                                      ended(sandbox::Exited{0}, looked_up)));
    ASSERT_EQ(finding.steps.size(), 2U);
    EXPECT_EQ(finding.steps[0].thread, 2);
    EXPECT_EQ(finding.steps[0].does, "wait");
    EXPECT_EQ(finding.steps[0].at, "threading.cpp:14");
    EXPECT_EQ(finding.steps[1].thread, 5);
    EXPECT_EQ(finding.steps[1].at, "threading.cpp:40");
}

// How many had come there is often the machine's choice.
TEST(ReadRun, TellsOnceOfALineWhereSeveralThreadsWait) {
    Record record = with_stacks(Ended::stopped);
    record.stacks.push_back({6, {{"submission.so", 0x10}}});
    record.stacks.insert(record.stacks.begin(), {0, {{"submission.so", 0x20}}});
    const Finding finding = judged(sends_and_looks_up(
        record, sandbox::LimitReached{sandbox::Limit::wall}, ended(sandbox::Exited{0}, looked_up)));
    std::vector<int> threads;
    threads.reserve(finding.steps.size());
    for (const auto& step : finding.steps)
        threads.push_back(step.thread);
    EXPECT_EQ(threads, (std::vector<int>{0, 2, 5}));
}

TEST(ReadRun, ShowsThePlaceThatAFailureIsAbout) {
    Record record = record_of(Ended::finished);
    record.failures = {{"zombie", "", threadlab::harness::Frame{"submission.so", 0x20}}};
    record.stacks = {{0, {{"submission.so", 0x10}}}};
    const Finding finding = judged(
        sends_and_looks_up(record, sandbox::Exited{0}, ended(sandbox::Exited{0}, looked_up)));
    EXPECT_EQ(finding.at, "threading.cpp:40");
}

TEST(ReadRun, GivesTheSameVerdictWithoutLinesWhenTheyCannotBeLookedUp) {
    for (const sandbox::Outcome& lookup :
         {ended(sandbox::MachineFault{"no"}), ended(sandbox::Signalled{SIGSEGV}),
          ended(sandbox::Starved{}), ended(sandbox::Exited{0}, "nonsense")}) {
        const Finding finding =
            judged(sends_and_looks_up(with_stacks(Ended::terminate), sandbox::Exited{0}, lookup));
        EXPECT_EQ(finding.diagnosis, "terminate");
        EXPECT_EQ(finding.at, "");
    }
}

TEST(RunHarness, GivesTheCheckItsFilesItsTestAndItsLimits) {
    TestBench bench(sends({}));
    Check check = check_of("check", Kind::native);
    check.limits = {.seconds = 2, .memory_mb = 100, .threads = 8, .output_kb = 16};
    judge::judge_native(bench.bench(), check);
    ASSERT_EQ(bench.runs().size(), 1U);
    const auto [command, limits] = bench.runs()[0];
    EXPECT_EQ(command.argv, (std::vector<std::string>{"./harness", "./submission.so", "./checks.so",
                                                      "Suite.Name"}));
    ASSERT_EQ(command.files.size(), 3U);
    EXPECT_EQ(command.files[0].host, "/kit/native/harness");
    EXPECT_EQ(command.files[1].host, "/built/native/submission.so");
    EXPECT_EQ(command.files[2].host, bench.kit.checks_native);
    EXPECT_EQ(command.environment, (std::vector<std::string>{"LAB_THREADS=8", "LAB_CONFINE=yes"}));
    EXPECT_EQ(limits.cpu_seconds, 2);
    EXPECT_EQ(limits.memory_bytes, 100 << 20);
    EXPECT_EQ(limits.output_bytes, 16 << 10);
    EXPECT_GT(limits.processes, 8);
}

TEST(RunHarness, InsistsOnConfinementWhereTheSandboxPromisesIt) {
    for (const auto& [level, word] : {std::pair(sandbox::Level::full, "LAB_CONFINE=yes"),
                                      std::pair(sandbox::Level::limits, "LAB_CONFINE=try"),
                                      std::pair(sandbox::Level::none, "LAB_CONFINE=try")}) {
        TestBench bench(sends({}), level);
        judge::judge_native(bench.bench(), check_of("check", Kind::native));
        judge::judge_race(bench.bench(), check_of("check", Kind::race));
        for (const Request& request : bench.box.requests_for("./harness"))
            EXPECT_EQ(std::ranges::count(request.command.environment, word), 1)
                << to_string(level) << ", " << request.command.files.front().host;
    }
}

TEST(RunHarness, TakesHiddenChecksFromTheirOwnObject) {
    TestBench bench(sends({}));
    Check check = check_of("check", Kind::native);
    check.visibility = threadlab::course::Visibility::after_due_date;
    judge::judge_native(bench.bench(), check);
    EXPECT_EQ(bench.runs()[0].command.files[2].host, bench.kit.hidden_native);
}

TEST(RunHarness, GivesEveryRunItsOwnNonceOverStandardInput) {
    TestBench bench(sends({}));
    const Check check = check_of("check", Kind::native);
    judge::judge_native(bench.bench(), check);
    judge::judge_native(bench.bench(), check);
    const std::string first = bench.runs()[0].command.input;
    EXPECT_GT(first.size(), 16U);
    EXPECT_EQ(first.back(), '\n');
    EXPECT_NE(first, bench.runs()[1].command.input);
}

} // namespace
