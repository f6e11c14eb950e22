#include "explorer/runtime/donor.hpp"

#include "explorer/runtime/board.hpp"
#include "explorer/runtime/context.hpp"
#include "explorer/runtime/heap.hpp"
#include "explorer/runtime/system.hpp"

#include <array>
#include <csignal>
#include <pthread.h>

namespace threadlab::explorer {
namespace {

// Stacks lie at fixed addresses, each with pages in front that must not be touched.
constexpr std::uintptr_t stacks = 0x3000'0000'0000;
constexpr std::size_t stack_size = std::size_t{1} << 20;
constexpr std::size_t guard_size = std::size_t{1} << 16;

// Constant-initialised, and part of what is restored between schedules.
constinit std::array<Donor, most_threads> donors{};

struct Handshake {
    Donor& donor;
    std::uint32_t ready = 0;
};

// Never wakes up: nothing of what it left on its stack is touched again.
void* give_up_stack(void* argument) {
    auto& handshake = *static_cast<Handshake*>(argument);
    constexpr std::uintptr_t page = 4096;
    constexpr std::uintptr_t own_frames = 1024;
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    handshake.donor.stack_top = reinterpret_cast<char*>((here - own_frames) & ~(page - 1));
    handshake.donor.thread_pointer = current_thread_pointer();
    __atomic_store_n(&handshake.ready, 1, __ATOMIC_RELEASE);
    system::futex_wake(&handshake.ready);
    std::uint32_t never = 0;
    while (true) {
        system::futex_wait(&never, 0);
    }
}

void make(Donor& donor, ThreadId id) {
    using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    const auto create = system::next_as<Create>("pthread_create");
    // libc allocates for its own purposes meanwhile, which must not move the program's memory.
    const heap::Aside aside;
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    const std::uintptr_t at =
        stacks + static_cast<std::uintptr_t>(id) * (stack_size + guard_size) + guard_size;
    void* stack = system::map(reinterpret_cast<void*>(at), stack_size, false);
    pthread_attr_setstack(&attributes, stack, stack_size);
    Handshake handshake{donor};
    pthread_t handle{};
    if (create(&handle, &attributes, give_up_stack, &handshake) != 0) {
        system::give_up("the machine has no more threads");
    }
    while (__atomic_load_n(&handshake.ready, __ATOMIC_ACQUIRE) == 0) {
        system::futex_wait(&handshake.ready, 0);
    }
    donor.handle = handle;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Donor& slot_of(ThreadId id) {
    return donors[static_cast<std::size_t>(id)];
}

} // namespace

bool has_donor(ThreadId id) {
    return slot_of(id).handle != 0;
}

const Donor& donor_for(ThreadId id) {
    Donor& donor = slot_of(id);
    if (donor.handle == 0) {
        make(donor, id);
    }
    return donor;
}

} // namespace threadlab::explorer
