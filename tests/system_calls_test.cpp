// Which system calls a command may make, class by class, by making them.

#include "breakout.hpp"
#include "sandbox/sandbox.hpp"

#include <array>
#include <csignal>
#include <gtest/gtest.h>
#include <sys/syscall.h>

namespace {

namespace sandbox = threadlab::sandbox;
using namespace threadlab::testing;
using sandbox::Calls;
using sandbox::Command;

constexpr std::array all_classes{Calls::tools, Calls::threads, Calls::files, Calls::processes};

class SystemCalls : public testing::Test {
protected:
    void SetUp() override {
        if (box_ == nullptr) {
            GTEST_SKIP() << "this machine has no full isolation";
        }
    }

    // "killed", "went through", or the error that the attempt was refused with, if it says one.
    std::string fate_of(const Command& command) {
        const sandbox::Outcome outcome = box_->run(command, {});
        if (const auto* signalled = std::get_if<sandbox::Signalled>(&outcome.ending)) {
            return signalled->signal == SIGSYS ? "killed"
                                               : "signal " + std::to_string(signalled->signal);
        }
        const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending);
        if (exited == nullptr) {
            return "limit or fault";
        }
        if (exited->status == 0) {
            return outcome.output.empty() ? "refused"
                                          : outcome.output.substr(0, outcome.output.find('\n'));
        }
        return "went through";
    }

    std::string fate_of_call(long number, Calls calls) {
        return fate_of(breakout("call", std::to_string(number), calls));
    }

private:
    std::unique_ptr<sandbox::Sandbox> box_ = full_sandbox();
};

struct Call {
    const char* name;
    long number;
};

TEST_F(SystemCalls, ThatOnlyAnAttackMakesKillInEveryClass) {
    const Call attacks[] = {{"ptrace", SYS_ptrace},
                            {"process_vm_readv", SYS_process_vm_readv},
                            {"process_vm_writev", SYS_process_vm_writev},
                            {"unshare", SYS_unshare},
                            {"setns", SYS_setns},
                            {"mount", SYS_mount},
                            {"open_by_handle_at", SYS_open_by_handle_at},
                            {"io_uring_setup", SYS_io_uring_setup},
                            {"bpf", SYS_bpf},
                            {"perf_event_open", SYS_perf_event_open},
                            {"userfaultfd", SYS_userfaultfd},
                            {"keyctl", SYS_keyctl},
                            {"add_key", SYS_add_key},
                            {"kexec_load", SYS_kexec_load},
                            {"init_module", SYS_init_module},
                            {"execveat", SYS_execveat},
                            {"personality", SYS_personality}};
    for (const Call& call : attacks) {
        EXPECT_EQ(fate_of_call(call.number, Calls::processes), "killed") << call.name;
    }
    for (const Calls calls : all_classes) {
        EXPECT_EQ(fate_of_call(SYS_ptrace, calls), "killed") << to_word(calls);
        EXPECT_EQ(fate_of(breakout("type", "", calls)), "killed") << to_word(calls);
        EXPECT_EQ(fate_of(breakout("connect", "9", calls)), "killed") << to_word(calls);
        EXPECT_EQ(fate_of(breakout("namespace", "", calls)), "killed") << to_word(calls);
    }
}

TEST_F(SystemCalls, ThatNobodyKnowsAreNotThere) {
    const Call unknown[] = {{"clone3", SYS_clone3}, {"none", 9999}, {"swapped", SYS_move_pages}};
    for (const Call& call : unknown) {
        for (const Calls calls : all_classes) {
            EXPECT_EQ(fate_of_call(call.number, calls), "Function not implemented")
                << call.name << ", " << to_word(calls);
        }
    }
}

TEST_F(SystemCalls, OfAnotherArchitectureKill) {
#if defined(__x86_64__)
    EXPECT_EQ(fate_of(breakout("foreign", "x32", Calls::threads)), "killed");
    EXPECT_EQ(fate_of(breakout("foreign", "32 bits", Calls::threads)), "killed");
#else
    GTEST_SKIP() << "this machine runs programs of one architecture only";
#endif
}

struct Row {
    const char* attempt;
    const char* argument;
    std::string tools, threads, files, processes;
};

TEST_F(SystemCalls, AreAllowedByClass) {
    const Row rows[] = {
        {"run", "/usr/bin/pwd", "/box", "refused", "refused", "refused"},
        {"processes", "1", "went through", "refused", "refused", "went through"},
        {"files", "1", "went through", "refused", "went through", "went through"},
        {"filter", "", "refused", "refused", "refused", "refused"},
    };
    for (const Row& row : rows) {
        const std::array expected{row.tools, row.threads, row.files, row.processes};
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_EQ(fate_of(breakout(row.attempt, row.argument, all_classes.at(i))),
                      expected.at(i))
                << row.attempt << ", " << to_word(all_classes.at(i));
        }
    }
}

TEST_F(SystemCalls, OfAClassThatMayNotForkCanDoSoWhereTheCommandIsToldTo) {
    Command command = breakout("processes", "1", Calls::threads);
    command.forks = true;
    EXPECT_EQ(fate_of(command), "went through");
}

} // namespace
