#include "explorer/interpose/process_end.hpp"

#include "explorer/interpose/forbidden.hpp"
#include "explorer/runtime/world.hpp"

#include <array>
#include <cstdio>
#include <cstring>

namespace threadlab::explorer {
namespace {

std::uint64_t bit_of(int signal) {
    return std::uint64_t{1} << static_cast<unsigned>(signal);
}

} // namespace

bool may_fork() {
    return world != nullptr && world->may_fork;
}

bool is_root() {
    return here->number == 0;
}

void end_by_signal(int signal) {
    if (may_fork() && ((here->ignored | here->handled) & bit_of(signal)) == 0) {
        die_of_signal(signal, world->engine.self().next.pc);
    }
}

void die_of_signal(int signal, std::uintptr_t pc) {
    if (!is_root()) {
        world->engine.end_process(signal);
    }
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "it was ended by signal %d (%s)", signal,
                  strsignal(signal));
    world->engine.fail("crash", text.data(), world->engine.spot_at(Does::call, pc));
}

void note_disposition(int signal, sighandler_t handler, std::uintptr_t pc) {
    if (!may_fork() || signal < 1 || signal > 63) {
        return;
    }
    const bool ignores = handler == SIG_IGN;
    const bool handles = !ignores && handler != SIG_DFL;
    if (handles && signal == SIGCHLD) {
        forbidden("sigaction: signals come at moments that cannot be decided", pc);
    }
    const auto set = [&](std::uint64_t& signals, bool on) {
        signals = on ? signals | bit_of(signal) : signals & ~bit_of(signal);
    };
    set(here->ignored, ignores);
    set(here->handled, handles);
}

bool is_the_runtimes(int signal) {
    return signal == SIGSEGV || (may_fork() && (signal == SIGCHLD || signal == SIGPIPE));
}

} // namespace threadlab::explorer
