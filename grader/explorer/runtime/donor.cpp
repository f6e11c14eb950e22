#include "explorer/runtime/donor.hpp"

#include "explorer/runtime/board.hpp"
#include "explorer/runtime/context.hpp"
#include "explorer/runtime/heap.hpp"
#include "explorer/runtime/system.hpp"

#include <array>
#include <csignal>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>

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

// Where donors sleep in the end. Nobody ever wakes them.
constinit std::uint32_t forever = 0;

// Never comes back from the kernel: what it left on its stack can be protected, and put back.
void* give_up_stack(void* argument) {
    auto& handshake = *static_cast<Handshake*>(argument);
    constexpr std::uintptr_t page = 4096;
    constexpr std::uintptr_t own_frames = 1024;
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    handshake.donor.stack_top = reinterpret_cast<char*>((here - own_frames) & ~(page - 1));
    handshake.donor.thread_pointer = current_thread_pointer();
    __atomic_store_n(&handshake.ready, 1, __ATOMIC_RELEASE);
    system::futex_wake(&handshake.ready);
    while (true) {
        system::futex_wait(&handshake.ready, 1);
    }
}

// Returns when the donor is asleep in the kernel: only then it can be moved from one word that it
// waits for to another.
void see_it_asleep(Handshake& handshake) {
    while (__atomic_load_n(&handshake.ready, __ATOMIC_ACQUIRE) == 0) {
        system::futex_wait(&handshake.ready, 0);
    }
    constexpr long woken = 0;
    constexpr long moved = 1;
    while (system::call(SYS_futex, reinterpret_cast<long>(&handshake.ready),
                        FUTEX_CMP_REQUEUE_PRIVATE, woken, moved, reinterpret_cast<long>(&forever),
                        1) != moved) {
        system::call(SYS_sched_yield);
    }
}

void set_signal_mask(std::uint64_t mask, std::uint64_t* before) {
    system::call(SYS_rt_sigprocmask, SIG_SETMASK, reinterpret_cast<long>(&mask),
                 reinterpret_cast<long>(before), sizeof mask);
}

void make(Donor& donor, ThreadId id) {
    using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    const auto create = system::next_as<Create>("pthread_create");
    // libc allocates for its own purposes meanwhile, which must not move the program's memory.
    const heap::Aside aside;
    // Not by libc's functions, in whose place the program's stand.
    std::uint64_t before = 0;
    const std::uint64_t all = ~before;
    set_signal_mask(all, &before);
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
    see_it_asleep(handshake);
    donor.handle = handle;
    set_signal_mask(before, nullptr);
}

Donor& slot_of(ThreadId id) {
    return donors[static_cast<std::size_t>(id)];
}

} // namespace

const Donor& donor_for(ThreadId id) {
    Donor& donor = slot_of(id);
    if (donor.handle == 0) {
        make(donor, id);
    }
    return donor;
}

} // namespace threadlab::explorer
