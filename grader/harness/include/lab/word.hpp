// A number that threads can sleep on.
#pragma once

#include "lab/explored.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <climits>
#include <ctime>
#include <optional>

namespace lab::detail {

// All accesses are relaxed and the sleeping is left to the kernel, so that waiting here orders
// nothing else: a mutex in its place would hide the submission's own races from ThreadSanitizer.
class Word {
public:
    int get() const { return explored() ? peek() : value_.load(std::memory_order_relaxed); }

    // Adds one and returns the new value. Wakes nobody.
    int increment() { return value_.fetch_add(1, std::memory_order_relaxed) + 1; }

    // Stores `value` and wakes every sleeper.
    void set(int value) {
        value_.store(value, std::memory_order_relaxed);
        wake();
    }

    // The same, but only if the value is `expected`.
    void replace(int expected, int value) {
        if (value_.compare_exchange_strong(expected, value, std::memory_order_relaxed)) {
            wake();
        }
    }

    // Sleeps while the value is `value`: until set(), or for `limit` if there is one. May return
    // early, like every futex.
    void sleep_while(int value, std::optional<std::chrono::milliseconds> limit = std::nullopt) {
        timespec time{};
        if (limit) {
            time.tv_sec = limit->count() / 1000;
            time.tv_nsec = limit->count() % 1000 * 1'000'000;
        }
        syscall(SYS_futex, address(), FUTEX_WAIT_PRIVATE, value, limit ? &time : nullptr, nullptr,
                0);
    }

private:
    // No step of the explorer's: what is looked at again and again here is no spinning of the
    // submission's.
#if defined(__clang__) // which alone compiles checks for the explorer
    __attribute__((disable_sanitizer_instrumentation, noinline))
#endif
    int
    peek() const {
        int value = 0;
        __atomic_load(address(), &value, __ATOMIC_RELAXED);
        return value;
    }

    void wake() { syscall(SYS_futex, address(), FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0); }

    int* address() { return reinterpret_cast<int*>(&value_); }
    const int* address() const { return reinterpret_cast<const int*>(&value_); }

    std::atomic<int> value_{0};
};

} // namespace lab::detail
