// Several processes: the engine's side of it. Whose turn it is goes from one to another through the
// memory that they share; each looks after its own threads' conditions, which lie on their stacks.

#include "explorer/runtime/engine.hpp"

#include "explorer/runtime/schedule.hpp"
#include "explorer/runtime/signals.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace threadlab::explorer {
namespace {

// Whether the kernel has ended a child of this process's that the runtime knows to be alive.
// `signal`: by what, or 0.
bool was_ended(const Process& process, int& signal) {
    siginfo_t info{};
    const bool ended = process.parent == here->number && !process.ended && process.real > 0 &&
                       system::call(SYS_waitid, P_PID, process.real, reinterpret_cast<long>(&info),
                                    WEXITED | WNOHANG | WNOWAIT, 0) == 0 &&
                       info.si_pid == process.real;
    signal = ended && info.si_code != CLD_EXITED ? info.si_status : 0;
    return ended;
}

// Whether nobody will ever call: the one whose turn it is is gone, or the whole schedule.
bool is_lost() {
    const auto& all = world->engine.processes();
    int signal = 0;
    if (std::any_of(all.begin(), all.end(),
                    [&](const Process* one) { return was_ended(*one, signal); })) {
        world->engine.fail(diagnosis_of_end(signal),
                           signal == SIGSYS ? crash_in_words(signal)
                                            : "a child process ended past everything that can be "
                                              "caught",
                           world->engine.spot_here());
    }
    return system::call(SYS_kill, all.front()->real, 0) == -ESRCH;
}

} // namespace

Thread& Engine::add_process() {
    Thread& first = add_thread();
    auto* process = arena::make<Process>();
    process->number = first.id;
    process->parent = here->number;
    process->ignored = here->ignored;
    process->handled = here->handled;
    first.process = process;
    board_.process_of[static_cast<std::size_t>(first.id)] = first.id;
    processes_.push_back(process);
    board_.process_count = static_cast<std::uint32_t>(processes_.size());
    return first;
}

void Engine::begin_process(Thread& first) {
    here = first.process;
    own_memory(here->number);
    await_turn(first);
    begin_thread();
}

void Engine::await_turn(Thread& thread) {
    while (next_call(is_lost) == Call::look) {
        note_conditions();
        call(*asker_, Call::looked);
    }
    if (current_ != &thread) {
        switch_context(thread.context, current_->context);
    }
}

void Engine::note_conditions() {
    for (Thread* thread : threads_) {
        if (thread->process == here && !thread->finished) {
            thread->held = thread->condition == nullptr || thread->condition->holds();
            thread->holder_then = thread->holder();
            thread->doubtful = thread->always_doubtful;
        }
    }
}

void Engine::ask_others() {
    for (Process* process : processes_) {
        const auto is_doubtful = [&](const Thread* thread) {
            return thread->process == process && !thread->finished &&
                   thread->condition != nullptr && thread->doubtful;
        };
        if (process != here && !process->ended &&
            std::any_of(threads_.begin(), threads_.end(), is_doubtful)) {
            asker_ = here;
            call(*process, Call::look);
            next_call(is_lost);
        }
    }
}

void Engine::doubt(std::uintptr_t object, std::size_t bytes) {
    const Touch touched{object, static_cast<std::uint32_t>(bytes), false};
    for (Thread* thread : threads_) {
        thread->doubtful = thread->doubtful || conflict(touched, touch_of(thread->next));
    }
}

void Engine::doubt_all() {
    for (Thread* thread : threads_) {
        thread->doubtful = true;
    }
}

void Engine::finish_threads_of(Process& process) {
    for (Thread* thread : threads_) {
        if (thread->process == &process && !thread->finished) {
            thread->finished = true;
            thread->condition = nullptr;
            abandon_locks(*thread);
            world->rooms.leave_all(thread->id);
        }
    }
    // Nobody waits for its children any more.
    for (Process* other : processes_) {
        if (other->parent == process.number) {
            other->parent = -1;
        }
    }
    doubt_all();
}

void Engine::end_process(int status) {
    close_open_step();
    collect_blocks();
    here->ended = true;
    here->status = status;
    finish_threads_of(*here);
    // Before others look: the end of a pipe is seen when the last who could write has gone.
    release_descriptors();
    current_ = choose();
    ++board_.switch_count;
    call(*current_->process, Call::go_on);
    system::call(SYS_exit_group, 0);
    __builtin_trap();
}

void Engine::strike_process(Process& process, int status) {
    process.ended = true;
    process.status = status;
    finish_threads_of(process);
    const long watch = system::call(SYS_pidfd_open, process.real, 0);
    system::call(SYS_kill, process.real, SIGKILL);
    // Until it is over, and so its descriptors are closed.
    pollfd over{static_cast<int>(watch), POLLIN, 0};
    while (watch >= 0 && system::call(SYS_ppoll, reinterpret_cast<long>(&over), 1, 0, 0, 0) < 0) {
    }
    system::call(SYS_close, watch);
}

} // namespace threadlab::explorer
