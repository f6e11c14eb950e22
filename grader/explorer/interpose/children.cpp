// What a process learns of others and does to them: waitpid and its kin, kill, process numbers.

#include "explorer/interpose/forbidden.hpp"
#include "explorer/interpose/process_end.hpp"
#include "explorer/interpose/system_result.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace threadlab::explorer;

// The children that a call waits for, until one of them ends.
class SomeEnd final : public Condition {
public:
    explicit SomeEnd(pid_t wanted) {
        for (Process* process : world->engine.processes()) {
            const bool is_child = process->parent == here->number && !process->collected;
            if (is_child && (wanted <= 0 || pid_of(*process) == wanted)) {
                children_.push_back(process);
            }
        }
    }
    // Another thread of this process may have been told of them meanwhile.
    bool holds() const override { return ended() != nullptr || is_for_nobody(); }
    ThreadId holder() const override {
        return children_.size() == 1 ? children_.front()->number : -1;
    }

    Process* ended() const {
        const auto found =
            std::find_if(children_.begin(), children_.end(),
                         [](const Process* child) { return child->ended && !child->collected; });
        return found == children_.end() ? nullptr : *found;
    }
    bool is_for_nobody() const {
        return std::all_of(children_.begin(), children_.end(),
                           [](const Process* child) { return child->collected; });
    }

private:
    arena::Vector<Process*> children_;
};

// What it did happened before. The kernel's child is over as well, or about to be.
void collect(Process& child) {
    Engine& engine = world->engine;
    child.collected = true;
    long result = 0;
    do {
        result = system::call(SYS_wait4, child.real, 0, 0, 0);
    } while (result == -EINTR);
    for (std::size_t i = 0; i < engine.processes().size(); ++i) {
        if (engine.processes()[i] == &child) {
            engine.board().processes[i] = 0;
        }
    }
}

void happens_after(const Process& child) {
    Thread& self = world->engine.self();
    for (const Thread* thread : world->engine.threads()) {
        if (thread->process == &child) {
            self.clock.join(thread->clock);
        }
    }
}

// The child that has ended; null if none has and it is not to wait. Sets `error` if there is none
// to wait for.
Process* await_child(pid_t wanted, int options, int& error, std::uintptr_t pc) {
    Engine& engine = world->engine;
    const SomeEnd some(wanted);
    Operation operation = operation_on(Does::join, nullptr, pc);
    operation.object = some.holder() < 0 ? 0 : object_of(some.holder());
    const bool waits = (options & WNOHANG) == 0 && !some.is_for_nobody();
    engine.point(operation, waits ? &some : nullptr);
    if (some.is_for_nobody()) {
        error = ECHILD;
        return nullptr;
    }
    Process* const child = some.ended();
    if (child != nullptr) {
        Step& step = engine.last_step();
        step.outcome = true;
        step.operation.object = object_of(child->number);
        happens_after(*child);
    }
    return child;
}

pid_t wait_for(pid_t wanted, int* status, int options, std::uintptr_t pc) {
    int error = 0;
    Process* const child = await_child(wanted, options, error, pc);
    if (child == nullptr) {
        return error == 0 ? 0 : static_cast<pid_t>(result_of(-error));
    }
    collect(*child);
    if (status != nullptr) {
        *status = child->status;
    }
    return pid_of(*child);
}

void describe(const Process& child, siginfo_t& info) {
    info = {};
    info.si_signo = SIGCHLD;
    info.si_pid = pid_of(child);
    info.si_code = WIFEXITED(child.status) ? CLD_EXITED : CLD_KILLED;
    info.si_status = WIFEXITED(child.status) ? WEXITSTATUS(child.status) : WTERMSIG(child.status);
}

Process* find_process(pid_t pid) {
    const auto& all = world->engine.processes();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Process* process) {
        return pid_of(*process) == pid && !process->collected;
    });
    return found == all.end() ? nullptr : *found;
}

bool ends_who_gets(int signal) {
    return signal != SIGCHLD && signal != SIGCONT && signal != SIGURG && signal != SIGWINCH;
}

constexpr const char* undecided = "kill: signals come at moments that cannot be decided";

int send(Process& target, int signal, std::uintptr_t pc) {
    const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(signal);
    const bool stops =
        signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
    if (stops || (target.handled & bit) != 0 || &target == world->engine.processes().front()) {
        forbidden(undecided, pc);
    }
    if (target.ended || !ends_who_gets(signal) ||
        (signal != SIGKILL && (target.ignored & bit) != 0)) {
        return 0;
    }
    if (&target == here) {
        die_of_signal(signal, pc);
    }
    world->engine.strike_process(target, signal);
    return 0;
}

} // namespace

extern "C" {

pid_t waitpid(pid_t wanted, int* status, int options) {
    return world == nullptr ? static_cast<pid_t>(result_of(-ECHILD))
                            : wait_for(wanted, status, options, EXPLORER_CALLER);
}

pid_t wait(int* status) {
    return world == nullptr ? static_cast<pid_t>(result_of(-ECHILD))
                            : wait_for(-1, status, 0, EXPLORER_CALLER);
}

pid_t wait3(int* status, int options, rusage* usage) noexcept {
    if (usage != nullptr) {
        *usage = {};
    }
    return waitpid(-1, status, options);
}

pid_t wait4(pid_t wanted, int* status, int options, rusage* usage) noexcept {
    if (usage != nullptr) {
        *usage = {};
    }
    return world == nullptr ? static_cast<pid_t>(result_of(-ECHILD))
                            : wait_for(wanted, status, options, EXPLORER_CALLER);
}

int waitid(idtype_t kind, id_t wanted, siginfo_t* info, int options) {
    if (world == nullptr) {
        return static_cast<int>(result_of(-ECHILD));
    }
    int error = 0;
    Process* const child = await_child(kind == P_PID ? static_cast<pid_t>(wanted) : -1, options,
                                       error, EXPLORER_CALLER);
    if (error != 0) {
        return static_cast<int>(result_of(-error));
    }
    if (info != nullptr) {
        *info = {};
    }
    if (child != nullptr) {
        if (info != nullptr) {
            describe(*child, *info);
        }
        if ((options & WNOWAIT) == 0) {
            collect(*child);
        }
    }
    return 0;
}

int kill(pid_t pid, int signal) noexcept {
    const std::uintptr_t pc = EXPLORER_CALLER;
    if (world == nullptr || !may_fork() || pid <= 0 || signal < 0 || signal > 63) {
        forbidden(undecided, pc);
    }
    Process* const target = find_process(pid);
    Operation operation = operation_on(Does::signal, nullptr, pc);
    operation.object = target == nullptr ? 0 : object_of(target->number);
    world->engine.point(operation);
    world->engine.lose_track();
    if (target == nullptr || target->collected) {
        return static_cast<int>(result_of(-ESRCH));
    }
    return signal == 0 ? 0 : send(*target, signal, pc);
}

int killpg(pid_t, int) noexcept {
    forbidden("killpg: signals come at moments that cannot be decided", EXPLORER_CALLER);
}

int raise(int signal) noexcept {
    // The program's own end is no signal to anybody else: abort() comes this way in some libraries.
    if (signal == SIGABRT) {
        abort();
    }
    const std::uintptr_t pc = EXPLORER_CALLER;
    if (world != nullptr && may_fork() && !is_root()) {
        return send(*here, signal, pc);
    }
    forbidden("raise: signals come at moments that cannot be decided", pc);
}

// Process groups and sessions make no difference here.
int setpgid(pid_t, pid_t) noexcept {
    return 0;
}

pid_t setsid() noexcept {
    return getpid();
}

pid_t gettid() noexcept {
    return world == nullptr ? first_pid : first_pid + world->engine.self().id;
}

pid_t getpid() noexcept {
    return world == nullptr ? first_pid : pid_of(*here);
}

pid_t getppid() noexcept {
    constexpr pid_t outside = first_pid - 1;
    constexpr pid_t first = 1; // to whom orphans are given
    if (world == nullptr || here->number == 0) {
        return outside;
    }
    return here->parent < 0 ? first : first_pid + here->parent;
}
}
