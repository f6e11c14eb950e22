// The sandbox's promises, one by one, at each level that this machine has.

#include "breakout.hpp"
#include "lacking_kernel.hpp"
#include "sandbox/cgroup.hpp"
#include "sandbox/isolation_trial.hpp"
#include "sandbox/landlock.hpp"
#include "sandbox/process_tree.hpp"
#include "sandbox/sandbox.hpp"
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
using threadlab::testing::TempFolder;

std::filesystem::path launcher() {
    return std::string(PROGRAMS_DIR) + "/threadlab-launch";
}

Command shell(const std::string& script) {
    Command command;
    command.argv = {"/bin/sh", "-c", script};
    return command;
}

template <typename T>
const T* ending(const Outcome& outcome) {
    return std::get_if<T>(&outcome.ending);
}

bool reached(const Outcome& outcome, Limit limit) {
    const auto* reached = ending<sandbox::LimitReached>(outcome);
    return reached != nullptr && reached->which == limit;
}

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

class FullSandbox : public testing::Test {
protected:
    void SetUp() override {
        const sandbox::Probe found = sandbox::probe(launcher());
        if (found.level != Level::full) {
            GTEST_SKIP() << "this machine has no full isolation: " << found.why;
        }
        box_ = make_sandbox(Level::full, launcher());
    }

    Outcome run(const std::string& script, const Limits& limits = {}) {
        return box_->run(shell(script), limits);
    }

    std::unique_ptr<sandbox::Sandbox> box_;
};

TEST_F(FullSandbox, HasNoNetwork) {
    EXPECT_EQ(run("ls /sys/class/net 2>/dev/null; grep -c : /proc/net/dev").output, "1\n");
}

TEST_F(FullSandbox, HidesTheMachinesFilesAndProcesses) {
    EXPECT_EQ(run("ls /etc; ls /home /root /work 2>/dev/null").output,
              "alternatives\nld.so.cache\n");
    const Outcome outcome = run("ls -d /proc/[0-9]* | wc -l");
    EXPECT_LT(std::stoi(outcome.output), 10);
}

TEST_F(FullSandbox, HidesFoldersOnRequest) {
    Command command = shell("ls /usr/include | grep -c .; ls /usr/lib | grep -c .");
    command.hide = {"/usr/include"};
    EXPECT_EQ(box_->run(command, {}).output.substr(0, 2), "0\n");
}

TEST_F(FullSandbox, CanWriteNowhereButInItsScratchFolders) {
    EXPECT_EQ(
        run("for f in / /usr /box /dev /etc; do touch $f/x 2>/dev/null && echo wrote $f; done;"
            "for f in /tmp /box/out /dev/shm; do touch $f/x || echo cannot write $f; done")
            .output,
        "");
}

TEST_F(FullSandbox, BoundsItsScratchFolders) {
    Limits limits;
    limits.file_bytes = 1 << 20;
    const Outcome outcome = run("for i in 1 2 3; do head -c 700000 /dev/zero > /tmp/$i "
                                "2>/dev/null; done; du -s /tmp | cut -f1",
                                limits);
    EXPECT_LE(std::stoi(outcome.output), 1024);
}

TEST_F(FullSandbox, BoundsTheNumberOfProcesses) {
    Limits limits;
    limits.processes = 8;
    limits.wall_seconds = 5;
    const Outcome outcome =
        run("i=0; while [ $i -lt 40 ]; do sleep 60 & i=$((i+1)); done 2>&1; echo done", limits);
    EXPECT_NE(outcome.output.find("ork"), std::string::npos) << outcome.output;
}

TEST_F(FullSandbox, ShowsNothingOfTheGraderInItsFirstProcess) {
    EXPECT_EQ(run("tr '\\0' '\\n' < /proc/1/environ | grep -v -e PATH -e PWD; "
                  "tr '\\0' ' ' < /proc/1/cmdline | grep -c -e '[w]ork' -e '[h]ome'")
                  .output,
              "0\n");
}

TEST_F(FullSandbox, HoldsAgainstAllThatDoctorTries) {
    for (const sandbox::Guarantee& one : sandbox::try_to_break_out(*box_, PROGRAMS_DIR)) {
        EXPECT_TRUE(one.holds) << one.promise << ": " << one.instead;
    }
}

// What `threadlab doctor` then says of the two, each in a kernel that lacks it.
TEST_F(FullSandbox, FindsOutWhatTheKernelLacksToConfineAHarness) {
    struct Row {
        long call;
        const char* promise;
        const char* instead;
    };
    for (const Row& row :
         {Row{SYS_seccomp, "it makes system calls by the libraries' code alone",
              "at isolation full no check can be graded"},
          Row{SYS_landlock_create_ruleset, "it opens no files that its harness keeps to itself",
              "Landlock is missing"}}) {
        std::vector<sandbox::Guarantee> found;
        threadlab::testing::run_without(
            row.call, [&] { found = sandbox::try_to_break_out(*box_, PROGRAMS_DIR); });
        for (const sandbox::Guarantee& one : found) {
            EXPECT_EQ(one.holds, one.promise != row.promise) << one.promise << ": " << one.instead;
            EXPECT_EQ(one.instead.find(row.instead) != std::string::npos,
                      one.promise == row.promise)
                << one.instead;
        }
    }
}

TEST_F(FullSandbox, SaysWhatTheKernelLacks) {
    EXPECT_EQ(box_->missing().empty(), sandbox::has_landlock());
    threadlab::testing::run_without(SYS_landlock_create_ruleset, [&] {
        EXPECT_EQ(box_->missing(), std::vector<std::string>{"landlock"});
    });
}

TEST_F(FullSandbox, TellsNothingOfTheMachineInProc) {
    EXPECT_EQ(run("for f in cmdline keys locks modules kallsyms; do cat /proc/$f 2>/dev/null; done;"
                  "ls /proc/fs /proc/driver /proc/acpi 2>/dev/null | grep -v : | grep .")
                  .output,
              "");
}

// Without a control group, size is what bounds them: a file's own block in the kernel is not seen.
TEST_F(FullSandbox, EndsAFloodOfTinyFilesAtItsMemoryLimit) {
    if (sandbox::find_cgroups().version == 0) {
        GTEST_SKIP() << "no control group can be made on this machine";
    }
    Limits limits;
    limits.memory_bytes = std::int64_t{32} << 20;
    limits.cpu_seconds = 60;
    limits.wall_seconds = 60;
    const Outcome outcome = box_->run(threadlab::testing::breakout("files", "1000000"), limits);
    const auto* exited = ending<sandbox::Exited>(outcome);
    EXPECT_TRUE(reached(outcome, Limit::memory) || (exited != nullptr && exited->status == 0))
        << outcome.output;
}

TEST_F(FullSandbox, BoundsWhatACommandPutsOut) {
    const TempFolder folder;
    Limits limits;
    limits.file_bytes = 1 << 20;
    Command command = shell("for i in 1 2 3; do head -c 700000 /dev/zero > out/$i; done");
    command.keep_out = folder.path() / "kept";
    box_->run(command, limits);
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*command.keep_out)) {
        bytes += entry.file_size();
    }
    EXPECT_GT(bytes, 0U);
    EXPECT_LE(bytes, std::uintmax_t{1} << 20);
}

TEST_F(FullSandbox, KeepsPlainFilesOnlyOfWhatIsPutOut) {
    const TempFolder folder;
    Command command = shell("cd out; echo a > file; ln -s /etc/passwd link; mkdir folder; "
                            "mkfifo pipe; echo b > runs; chmod 755 runs");
    command.keep_out = folder.path() / "kept";
    const Outcome outcome = box_->run(command, {});
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(*command.keep_out)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"file", "runs"})) << outcome.output;
    EXPECT_EQ(access((*command.keep_out / "runs").c_str(), X_OK), 0);
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

// That there is something to hold against.
TEST(Breakout, GetsThroughWhereThereIsNoSandbox) {
    const auto none = make_sandbox(Level::none, launcher());
    std::vector<std::string> held;
    for (const sandbox::Guarantee& one : sandbox::try_to_break_out(*none, PROGRAMS_DIR)) {
        if (one.holds) {
            held.push_back(one.promise);
        }
    }
    for (const char* promise :
         {"its system calls are filtered", "it sees no process but its own",
          "it reaches no network", "it writes nowhere but to its scratch folders"}) {
        EXPECT_EQ(std::count(held.begin(), held.end(), promise), 0) << promise;
    }
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

TEST(Cgroups, AreFoundInVersion2WhereTheControllersAreThere) {
    const TempFolder mount;
    mount.write("cgroup.procs", "");
    mount.write("cgroup.controllers", "cpu memory pids\n");
    mount.write("cgroup.subtree_control", "memory pids\n");
    EXPECT_EQ(sandbox::find_cgroups(mount.path()).version, 2);
}

TEST(Cgroups, AreFoundInVersion1) {
    const TempFolder mount;
    mount.write("memory/cgroup.procs", "");
    mount.write("pids/cgroup.procs", "");
    EXPECT_EQ(sandbox::find_cgroups(mount.path()).version, 1);
}

TEST(Cgroups, AreNotFoundWhereThereAreNone) {
    EXPECT_EQ(sandbox::find_cgroups("/no/such/mount").version, 0);
}

TEST(ProcessTree, BeginsWithTheProcessItself) {
    const auto tree = sandbox::process_tree(getpid());
    ASSERT_FALSE(tree.empty());
    EXPECT_EQ(tree.front().pid, getpid());
    EXPECT_GT(tree.front().resident_bytes, 0);
}

TEST(ProcessTree, HoldsChildrenAndTheirsHoweverItIsLookedAt) {
    std::array<int, 2> end{};
    ASSERT_EQ(pipe(end.data()), 0);
    const auto wait_for_the_end = [&] {
        close(end[1]);
        char nothing = 0;
        _exit(read(end[0], &nothing, 1) == 0 ? 0 : 1);
    };
    std::array<int, 2> told{};
    ASSERT_EQ(pipe(told.data()), 0);
    const pid_t child = fork();
    if (child == 0) {
        const pid_t grandchild = fork();
        if (grandchild > 0 && write(told[1], &grandchild, sizeof grandchild) < 0) {
            _exit(1);
        }
        wait_for_the_end();
    }
    pid_t grandchild = 0;
    ASSERT_EQ(read(told[0], &grandchild, sizeof grandchild),
              static_cast<ssize_t>(sizeof grandchild));
    for (const auto& tree : {sandbox::process_tree(getpid()), sandbox::glance_at_tree(getpid())}) {
        const auto holds = [&](pid_t pid) {
            return std::any_of(tree.begin(), tree.end(),
                               [&](const sandbox::Process& one) { return one.pid == pid; });
        };
        EXPECT_EQ(tree.front().pid, getpid());
        EXPECT_TRUE(holds(child));
        EXPECT_TRUE(holds(grandchild));
    }
    for (const int descriptor : {end[0], end[1], told[0], told[1]}) {
        close(descriptor);
    }
    waitpid(child, nullptr, 0);
}

TEST(ProcessTree, IsEmptyForAProcessThatIsNotThere) {
    EXPECT_TRUE(sandbox::process_tree(-1).empty());
    EXPECT_TRUE(sandbox::glance_at_tree(-1).empty());
}

} // namespace
