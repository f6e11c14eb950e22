// The sandbox's promises, one by one, at each level that this machine has.

#include "sandbox/cgroup.hpp"
#include "sandbox/sandbox.hpp"
#include "sandboxed.hpp"
#include "temp_folder.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/wait.h>
#include <thread>

namespace {

namespace sandbox = threadlab::sandbox;
using sandbox::Command;
using sandbox::Level;
using sandbox::Limit;
using sandbox::Limits;
using sandbox::Outcome;
using threadlab::testing::ending;
using threadlab::testing::launcher;
using threadlab::testing::reached;
using threadlab::testing::shell;
using threadlab::testing::TempFolder;

// Processes whose command line holds `mark`, whoever owns them.
int running_with(const std::string& mark) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "cmdline");
        const std::string line((std::istreambuf_iterator<char>(file)), {});
        count += line.find(mark) != std::string::npos ? 1 : 0;
    }
    return count;
}

// Of this process: other tests have theirs at the same time.
int boxes_left() {
    const std::string ours = "threadlab-" + std::to_string(getpid()) + "-";
    int count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
        count += entry.path().filename().string().rfind(ours, 0) == 0 ? 1 : 0;
    }
    return count;
}

// Control groups of this process.
int groups_left() {
    const std::string ours = "threadlab-" + std::to_string(getpid()) + "-";
    const sandbox::CgroupRoots roots = sandbox::find_cgroups();
    int count = 0;
    for (const auto& root : {roots.unified, roots.memory, roots.pids, roots.cpuacct}) {
        std::error_code absent;
        for (const auto& entry : std::filesystem::directory_iterator(root, absent)) {
            count += entry.path().filename().string().starts_with(ours) ? 1 : 0;
        }
    }
    return count;
}

std::string mounts() {
    std::ifstream file("/proc/self/mounts");
    return {std::istreambuf_iterator<char>(file), {}};
}

class SandboxAtEachLevel : public testing::TestWithParam<Level> {
protected:
    void SetUp() override {
        const sandbox::Probe found = sandbox::probe(launcher());
        if (found.level < GetParam()) {
            GTEST_SKIP() << "this machine has no level " << to_string(GetParam()) << ": "
                         << found.why;
        }
        box_ = make_sandbox(GetParam(), launcher());
    }

    Outcome run(const Command& command, const Limits& limits = {}) {
        return box_->run(command, limits);
    }

private:
    std::unique_ptr<sandbox::Sandbox> box_;
};

INSTANTIATE_TEST_SUITE_P(Levels, SandboxAtEachLevel,
                         testing::Values(Level::none, Level::limits, Level::full),
                         [](const auto& level) { return to_string(level.param); });

TEST_P(SandboxAtEachLevel, ReportsTheExitStatus) {
    const Outcome outcome = run(shell("exit 7"));
    ASSERT_NE(ending<sandbox::Exited>(outcome), nullptr) << outcome.output;
    EXPECT_EQ(ending<sandbox::Exited>(outcome)->status, 7);
}

TEST_P(SandboxAtEachLevel, ReportsTheSignalThatKilled) {
    const Outcome outcome = run(shell("kill -SEGV $$"));
    ASSERT_NE(ending<sandbox::Signalled>(outcome), nullptr) << outcome.output;
    EXPECT_EQ(ending<sandbox::Signalled>(outcome)->signal, SIGSEGV);
}

TEST_P(SandboxAtEachLevel, KeepsTheChannelsApart) {
    const Outcome outcome = run(shell("echo out; echo err >&2; echo rec >&3; echo rep >&4"));
    EXPECT_EQ(outcome.output, "out\nerr\n");
    EXPECT_EQ(outcome.record, "rec\n");
    EXPECT_EQ(outcome.report, "rep\n");
}

TEST_P(SandboxAtEachLevel, GivesTheInputAndNothingOfTheEnvironment) {
    Command command = shell("cat; env | grep -v -e PWD -e SHLVL -e _=");
    command.input = "typed\n";
    command.environment = {"GIVEN=1"};
    EXPECT_EQ(run(command).output, "typed\nPATH=/usr/bin\nGIVEN=1\n");
}

TEST_P(SandboxAtEachLevel, ShowsTheFilesAndKeepsWhatIsPutOut) {
    const TempFolder folder;
    folder.write("secret.txt", "given\n");
    Command command = shell("cat in/given.txt > out/copy.txt");
    command.files = {{folder.path() / "secret.txt", "in/given.txt"}};
    command.keep_out = folder.path() / "kept";
    const Outcome outcome = run(command);
    std::ifstream copy(folder.path() / "kept/copy.txt");
    std::string text;
    std::getline(copy, text);
    EXPECT_EQ(text, "given") << outcome.output;
}

TEST_P(SandboxAtEachLevel, EndsABusyLoopAtItsCpuLimit) {
    Limits limits;
    limits.cpu_seconds = 0.3;
    limits.wall_seconds = 60;
    EXPECT_TRUE(reached(run(shell("while :; do :; done"), limits), Limit::cpu));
}

TEST_P(SandboxAtEachLevel, EndsASleeperAtItsWallLimit) {
    Limits limits;
    limits.wall_seconds = 0.3;
    EXPECT_TRUE(reached(run(shell("exec sleep 1000"), limits), Limit::wall));
}

TEST_P(SandboxAtEachLevel, CutsTheOutputAtTheExactByte) {
    Limits limits;
    limits.output_bytes = 1234;
    const Outcome outcome = run(shell("while :; do echo 0123456789; done"), limits);
    EXPECT_TRUE(reached(outcome, Limit::output));
    EXPECT_EQ(outcome.output.size(), 1234U);
}

TEST_P(SandboxAtEachLevel, LetsOutputOfExactlyTheLimitThrough) {
    Limits limits;
    limits.output_bytes = 10;
    const Outcome outcome = run(shell("printf 0123456789"), limits);
    EXPECT_NE(ending<sandbox::Exited>(outcome), nullptr);
    EXPECT_EQ(outcome.output, "0123456789");
}

TEST_P(SandboxAtEachLevel, EndsAMemoryHoardAtItsLimit) {
    Limits limits;
    limits.memory_bytes = std::int64_t{64} << 20;
    limits.cpu_seconds = 60;
    limits.wall_seconds = 60;
    const Outcome outcome = run(shell("x=a; while :; do x=$x$x; done"), limits);
    EXPECT_TRUE(reached(outcome, Limit::memory)) << outcome.output;
}

// A child is a copy of the grader for a moment, and the kernel remembers how large that was.
TEST_P(SandboxAtEachLevel, CountsNoMemoryOfTheGraders) {
    constexpr std::size_t large = std::size_t{96} << 20;
    const std::vector<char> ours(large, 'x');
    Limits limits;
    limits.memory_bytes = std::int64_t{64} << 20;
    const Outcome outcome = run(shell("exit 0"), limits);
    EXPECT_NE(ending<sandbox::Exited>(outcome), nullptr);
    EXPECT_EQ(ours.back(), 'x');
}

TEST_P(SandboxAtEachLevel, StopsAFileThatGrowsBeyondItsLimit) {
    Limits limits;
    limits.file_bytes = 1 << 20;
    const Outcome outcome =
        run(shell("head -c 3000000 /dev/zero > out/big; wc -c < out/big"), limits);
    EXPECT_NE(outcome.output.find("1048576\n"), std::string::npos) << outcome.output;
}

TEST_P(SandboxAtEachLevel, LeavesNoProcessBehind) {
    const std::string mark = "86399." + std::to_string(getpid());
    const Outcome outcome =
        run(shell("setsid sleep " + mark + " >/dev/null 2>&1 3>&- 4>&- & sleep 0.2; exit 0"));
    EXPECT_NE(ending<sandbox::Exited>(outcome), nullptr);
    EXPECT_EQ(running_with(mark), 0);
}

TEST_P(SandboxAtEachLevel, LeavesNoProcessBehindAfterALimit) {
    const std::string mark = "86398." + std::to_string(getpid());
    Limits limits;
    limits.wall_seconds = 0.3;
    run(shell("setsid sleep " + mark + " & setsid sh -c 'sleep " + mark + "' & wait"), limits);
    EXPECT_EQ(running_with(mark), 0);
}

TEST_P(SandboxAtEachLevel, RunsSeveralCommandsAtOnce) {
    std::vector<std::string> outputs(8);
    std::vector<std::thread> threads;
    threads.reserve(outputs.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        threads.emplace_back(
            [&, i] { outputs[i] = run(shell("echo " + std::to_string(i))).output; });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        EXPECT_EQ(outputs[i], std::to_string(i) + "\n");
    }
}

TEST_P(SandboxAtEachLevel, BlamesTheMachineWhenTheCommandIsNotThere) {
    Command command;
    command.argv = {"/usr/bin/no-such-program"};
    const Outcome outcome = run(command);
    const auto* fault = ending<sandbox::MachineFault>(outcome);
    ASSERT_NE(fault, nullptr);
    EXPECT_NE(fault->why.find("no-such-program"), std::string::npos) << fault->why;
}

TEST_P(SandboxAtEachLevel, FixesAddressesOnRequest) {
    Command command = shell("grep stack /proc/self/maps");
    command.fixed_addresses = true;
    const std::string first = run(command).output;
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(first, run(command).output);
}

TEST_P(SandboxAtEachLevel, LeavesNoControlGroup) {
    run(shell("exit 0"));
    EXPECT_EQ(groups_left(), 0);
}

TEST_P(SandboxAtEachLevel, LeavesNoMount) {
    const std::string before = mounts();
    run(shell("exit 0"));
    EXPECT_EQ(mounts(), before);
}

TEST(Sandbox, LeavesNoTemporaryFolder) {
    const int before = boxes_left();
    make_sandbox(Level::limits, launcher())
        ->run(shell("touch out/a; mkdir out/b; touch out/b/c"), {});
    EXPECT_EQ(boxes_left(), before);
}

TEST(Sandbox, BlamesTheMachineWhenTheLauncherIsMissing) {
    const Outcome outcome =
        make_sandbox(Level::limits, "/no/such/launcher")->run(shell("true"), {});
    EXPECT_NE(ending<sandbox::MachineFault>(outcome), nullptr);
}

TEST(Levels, AreReadAndWrittenAsTheSameWords) {
    for (const Level level : {Level::none, Level::limits, Level::full}) {
        EXPECT_EQ(sandbox::parse_level(to_string(level)), level);
    }
    EXPECT_EQ(sandbox::parse_level("most"), std::nullopt);
}

} // namespace
