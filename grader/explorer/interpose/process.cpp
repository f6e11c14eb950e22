// A program's beginning and end, and what it must not do.

#include "explorer/interpose/process_end.hpp"
#include "explorer/interpose/thread_end.hpp"
#include "explorer/program.hpp"
#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/supervisor.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

using namespace threadlab::explorer;

using Main = int (*)(int, char**, char**);
Main program_main = nullptr;

int run_main(int argc, char** argv, char** environment) {
    exit(program_main(argc, argv, environment));
}

} // namespace

extern "C" {

// Stands before everything that the program does: the supervisor stays here, and each child that
// runs a schedule goes on from here.
int __libc_start_main(Main main, int argc, char** argv, void (*init)(), void (*fini)(),
                      void (*rtld_fini)(), void* stack_end) {
    using Real = int (*)(Main, int, char**, void (*)(), void (*)(), void (*)(), void*);
    const auto real = system::next_as<Real>("__libc_start_main");
    program_main = main;
    if (&threadlab_explorer_begins_late == nullptr) {
        static const Options* const options = arena::make<Options>(options_of_environment());
        supervise(*options);
    }
    return real(run_main, argc, argv, init, fini, rtld_fini, stack_end);
}

void exit(int status) noexcept {
    refuse_early_end(status, EXPLORER_CALLER);
    if (world != nullptr) {
        destroy_thread_locals();
    }
    static const auto real = system::next_as<void (*)(int)>("exit");
    real(status);
    __builtin_unreachable();
}

void _exit(int status) {
    refuse_early_end(status, EXPLORER_CALLER);
    if (world != nullptr) {
        end_of_program(status);
    }
    system::call(SYS_exit_group, status);
    __builtin_unreachable();
}

void _Exit(int status) noexcept {
    _exit(status);
}

void quick_exit(int status) noexcept {
    refuse_early_end(status, EXPLORER_CALLER);
    if (world != nullptr && !is_root()) {
        end_of_program(status);
    }
    static const auto real = system::next_as<void (*)(int)>("quick_exit");
    real(status);
    __builtin_unreachable();
}

[[noreturn]] void __assert_fail(const char* assertion, const char*, unsigned,
                                const char*) noexcept {
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), "the assertion does not hold: %s", assertion);
    world->engine.fail("wrong-result", text.data(),
                       world->engine.spot_at(Does::call, EXPLORER_CALLER));
}
}
