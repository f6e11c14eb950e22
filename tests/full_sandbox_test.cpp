// What the sandbox promises at level `full` alone.

#include "breakout.hpp"
#include "lacking_kernel.hpp"
#include "sandbox/cgroup.hpp"
#include "sandbox/isolation_trial.hpp"
#include "sandbox/landlock.hpp"
#include "sandbox/sandbox.hpp"
#include "sandboxed.hpp"
#include "temp_folder.hpp"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <thread>
#include <unistd.h>

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

} // namespace
