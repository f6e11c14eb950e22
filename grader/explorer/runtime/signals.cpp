#include "explorer/runtime/signals.hpp"

#include "explorer/runtime/schedule.hpp"
#include "explorer/runtime/world.hpp"

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cxxabi.h>
#include <exception>
#include <sys/time.h>
#include <typeinfo>
#include <ucontext.h>

namespace threadlab::explorer {
namespace {

// Seconds of CPU time after which a schedule counts as one that computes for ever.
constexpr long patience = 10;

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

// The same in the program itself, one further, as if it were a return address like all others.
std::uintptr_t in_program(const void* context) {
    return caller_in_program(struck_at(context) + 1);
}

// Whether the address is where the stack would go on if there were more of it.
bool is_below_the_stack(std::uintptr_t address, const void* context) {
    constexpr std::uintptr_t largest_frame = std::uintptr_t{1} << 17;
    const auto& saved = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
    const auto stack_pointer = static_cast<std::uintptr_t>(saved.gregs[REG_RSP]);
#elif defined(__aarch64__)
    const std::uintptr_t stack_pointer = saved.sp;
#endif
    return address + largest_frame > stack_pointer && address < stack_pointer + largest_frame;
}

// From a signal handler there is no way home: the process ends.
[[noreturn]] void fail_at(std::uintptr_t pc, const char* diagnosis, const char* detail) {
    leave_process_with_schedule();
    world->engine.fail(diagnosis, detail, world->engine.spot_at(Does::call, pc));
}

// A process that is not the one that the schedule began in: others are told, and may go on. What
// comes of it, they say.
[[noreturn]] void die(int signal) {
    world->engine.end_process(signal);
}

void on_crash(int signal, siginfo_t* info, void* context) {
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    if (signal == SIGSEGV && open_memory(address)) {
        return;
    }
    if (signal == SIGSEGV && is_below_the_stack(address, context)) {
        fail_at(in_program(context), "crash", "a stack overflow: it calls itself too deeply");
    }
    if (here->number != 0) {
        die(signal);
    }
    const std::uintptr_t accessing = world->engine.accessing;
    fail_at(accessing != 0 ? accessing : in_program(context), "crash", crash_in_words(signal));
}

// A file, and with it what a schedule prints, may only grow so much.
void on_full_file(int, siginfo_t*, void* context) {
    fail_at(in_program(context), "output-limit", "");
}

// Every few seconds of CPU time: whether it is still the same schedule.
void on_tick(int, siginfo_t*, void* context) {
    if (world == nullptr) {
        return;
    }
    Board& board = world->engine.board();
    if (!comes_home() || board.runs_at_tick == board.runs) {
        fail_at(in_program(context), "time-limit", "it computes without end");
    }
    board.runs_at_tick = board.runs;
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
    if (here->number != 0) {
        die(SIGABRT);
    }
    engine.fail("terminate", text.data(), spot);
}

} // namespace

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
    case SIGSYS:
        return "it makes a system call that no answer needs, and was ended there";
    default:
        return "it was ended by a signal";
    }
}

const char* diagnosis_of_end(int signal) {
    return signal == SIGSYS ? "forbidden-call" : "crash";
}

void limit_computing() {
    const itimerval limit{{patience, 0}, {patience, 0}};
    setitimer(ITIMER_PROF, &limit, nullptr);
}

void catch_signals(void* memory, std::size_t bytes) {
    stack_t stack{};
    stack.ss_sp = memory;
    stack.ss_size = bytes;
    sigaltstack(&stack, nullptr);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
        handle(signal, on_crash);
    }
    handle(SIGXFSZ, on_full_file);
    handle(SIGPROF, on_tick);
    limit_computing();
    std::set_terminate(on_terminate);
}

} // namespace threadlab::explorer
