#include "explorer/runtime/child.hpp"

#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"
#include "explorer/strategies/strategies.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <typeinfo>
#include <ucontext.h>
#include <unistd.h>

namespace threadlab::explorer {
namespace {

// Seconds of CPU time after which a schedule counts as one that computes for ever.
constexpr long patience = 5;

// Whoever calls through a null pointer is told by where the call would return to.
std::uintptr_t struck_at(const void* context) {
    constexpr std::uintptr_t lowest = 4096; // below, no code can lie
    const auto* saved = static_cast<const ucontext_t*>(context);
#if defined(__x86_64__)
    const auto& registers = saved->uc_mcontext.gregs;
    const auto pc = static_cast<std::uintptr_t>(registers[REG_RIP]);
    return pc >= lowest ? pc : *reinterpret_cast<const std::uintptr_t*>(registers[REG_RSP]) - 1;
#elif defined(__aarch64__)
    constexpr int link_register = 30;
    const std::uintptr_t pc = saved->uc_mcontext.pc;
    return pc >= lowest ? pc : saved->uc_mcontext.regs[link_register] - 1;
#endif
}

const char* crash_in_words(int signal) {
    switch (signal) {
    case SIGSEGV:
    case SIGBUS:
        return "it touches memory that is not its own";
    case SIGFPE:
        return "it divides by zero";
    case SIGILL:
        return "it reaches the end of a function that has to return something";
    case SIGABRT:
        return "it was aborted";
    default:
        return "it was ended by a signal";
    }
}

void on_crash(int signal, siginfo_t*, void* context) {
    Engine& engine = world->engine;
    // One further, as if it were a return address like all others.
    const std::uintptr_t pc = engine.accessing != 0 ? engine.accessing : struck_at(context) + 1;
    engine.fail("crash", crash_in_words(signal), engine.spot_at(Does::call, pc));
}

void on_endless_loop(int, siginfo_t*, void* context) {
    Engine& engine = world->engine;
    engine.fail("time-limit", "it computes without end",
                engine.spot_at(Does::call, caller_in_program(struck_at(context) + 1)));
}

void handle(int signal, void (*handler)(int, siginfo_t*, void*)) {
    struct sigaction action{};
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(signal, &action, nullptr);
}

[[noreturn]] void on_terminate() {
    Engine& engine = world->engine;
    std::array<char, 200> text{};
    Spot spot = engine.spot_at(Does::call, 0);
    if (const std::type_info* type = abi::__cxa_current_exception_type()) {
        const char* what = "";
        try {
            throw;
        } catch (const std::exception& error) {
            what = error.what();
            std::snprintf(text.data(), text.size(), "%s", what);
        } catch (...) {
            std::snprintf(text.data(), text.size(), "an exception of type %s", type->name());
        }
        spot = engine.self().thrown.pc == 0 ? spot : engine.self().thrown;
    }
    engine.fail("terminate", text.data(), spot);
}

void leave_quietly(int status, void*) {
    end_of_program(status);
}

void begin_child(Board& board, const Plan& plan, const Options& options) {
    Strategy* strategy = plan.make == nullptr
                             ? make_replay(plan.decisions.data(), plan.decisions.size())
                             : plan.make(plan.seed, *plan.profile);
    EngineOptions how;
    how.time_is_free = options.time_is_free;
    world = arena::make<World>(board, *strategy, how);
    world->engine.self().handle = pthread_self();
    locate_program();
    prepare_for_signals();
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
        handle(signal, on_crash);
    }
    handle(SIGPROF, on_endless_loop);
    const itimerval limit{{0, 0}, {patience, 0}};
    setitimer(ITIMER_PROF, &limit, nullptr);
    std::set_terminate(on_terminate);
    on_exit(leave_quietly, nullptr);
    if (checking != nullptr) {
        become_schedule();
    } else if (!options.replay) {
        // The same lines a few hundred times are of no use to anybody.
        const int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
    }
}

void judge_ending(Board& board, int status) {
    if (board.verdict != Verdict::running || judge_early_end(board, status)) {
        return;
    }
    // It ended without the runtime's having a word: killed, or past all that can be caught.
    board.verdict = Verdict::failed;
    std::strcpy(board.failure.diagnosis.data(), "crash");
    std::snprintf(board.failure.detail.data(), board.failure.detail.size(), "%s",
                  WIFSIGNALED(status) ? crash_in_words(WTERMSIG(status))
                                      : "it ended past everything that can be caught");
    board.failure.step = board.step_count;
}

} // namespace

void prepare_for_signals() {
    constexpr std::size_t size = std::size_t{64} * 1024;
    stack_t stack{};
    stack.ss_sp = arena::allocate(size);
    stack.ss_size = size;
    sigaltstack(&stack, nullptr);
}

void stay_on_one_core() {
    // Only one thread runs at a time, and who hands over to another core waits for it to wake up.
    cpu_set_t core;
    CPU_ZERO(&core);
    unsigned here = 0;
    system::call(SYS_getcpu, reinterpret_cast<long>(&here));
    CPU_SET(here, &core);
    sched_setaffinity(0, sizeof core, &core);
}

bool run_child(Board& board, const Plan& plan, const Options& options) {
    static const auto real_fork = system::next_as<pid_t (*)()>("fork");
    const pid_t child = real_fork();
    if (child < 0) {
        system::give_up("the machine has no more processes");
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        begin_child(board, plan, options);
        return true;
    }
    int status = 0;
    while (system::call(SYS_wait4, child, reinterpret_cast<long>(&status), 0, 0) == -EINTR) {
    }
    judge_ending(board, status);
    return false;
}

} // namespace threadlab::explorer
