// Where a thread is, as its own signal handler notes it.
#pragma once

#include <array>
#include <atomic>
#include <sys/types.h>
#include <ucontext.h>

namespace threadlab::harness {

constexpr int max_frames = 48;

// One thread's return addresses, filled in by that thread's own signal handler.
struct Trace {
    pid_t tid = 0;
    std::atomic<bool> ready{false};
    int count = 0;
    std::array<void*, max_frames> addresses{};
    void* exact = nullptr; // where a signal struck: not a return address
};

// Where the signal of `context` struck; nothing without one.
inline void* struck_at(void* context) {
#if defined(__x86_64__)
    const auto* saved = static_cast<const ucontext_t*>(context);
    return reinterpret_cast<void*>(saved->uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__)
    return reinterpret_cast<void*>(static_cast<const ucontext_t*>(context)->uc_mcontext.pc);
#endif
}

} // namespace threadlab::harness
