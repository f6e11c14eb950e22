#include "explorer/runtime/child.hpp"

#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/process.hpp"
#include "explorer/runtime/signals.hpp"
#include "explorer/runtime/system.hpp"

#include <cerrno>
#include <csignal>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>

namespace threadlab::explorer {

void stay_on_one_core() {
    // Only one thread runs at a time, and who hands over to another core waits for it to wake up.
    cpu_set_t core;
    CPU_ZERO(&core);
    unsigned number = 0;
    system::call(SYS_getcpu, reinterpret_cast<long>(&number));
    CPU_SET(number, &core);
    sched_setaffinity(0, sizeof core, &core);
}

int start_process() {
    static const auto real_fork = system::next_as<pid_t (*)()>("fork");
    const pid_t child = real_fork();
    if (child < 0) {
        system::give_up("the machine has no more processes");
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
    return child;
}

int wait_for_process(int process) {
    int status = 0;
    while (system::call(SYS_wait4, process, reinterpret_cast<long>(&status), 0, 0) == -EINTR) {
    }
    return status;
}

void judge_ending(Board& board, int status) {
    if (board.verdict != Verdict::running || judge_early_end(board, status)) {
        return;
    }
    // It ended without the runtime's having a word: killed, or past all that can be caught.
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    set_failure(board, diagnosis_of_end(signal),
                WIFSIGNALED(status) ? crash_in_words(signal)
                                    : "it ended past everything that can be caught");
}

void run_in_child(Board& board, const Plan& plan, const Options& options) {
    clear_schedule(board);
    forget_printed();
    board.in_full = true;
    ++board.ways.alone;
    const int child = start_process();
    if (child == 0) {
        if (options.may_fork) {
            arena::share_passing();
        }
        prepare_process(options);
        run_schedule(board, plan, options);
    }
    const int status = wait_for_process(child);
    end_processes(board);
    judge_ending(board, status);
    conclude_check(board);
    leave_if_check_is_faulty(board);
}

} // namespace threadlab::explorer
