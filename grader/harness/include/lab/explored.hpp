// What changes in this library where the explorer decides every step (kinds explore and virtual):
// nothing is waited for with a clock, and nobody looks again and again.
#pragma once

#include <cstdint>

// Of the explorer's runtime; absent elsewhere.
extern "C" {
bool threadlab_await(bool (*holds)(void*), void* argument, int patience) __attribute__((weak));
bool threadlab_await_steps(std::uint64_t steps, int patience) __attribute__((weak));
int threadlab_live_threads() __attribute__((weak));
void threadlab_work(std::uint64_t units) __attribute__((weak));
}

namespace lab::detail {

// Whether the explorer runs this check.
inline bool explored() {
    return threadlab_await != nullptr;
}

// How long to wait when nobody else can go on: whoever has the least patience gives up first.
enum Patience : int { for_ever = 0, short_while = 1, long_while = 2 };

// Blocks until `holds()`, or until patience is at its end: false. `holds` reads nothing but atomics
// of this library's; that orders nothing, and is no step of the schedule. Explored checks only.
template <typename Holds>
bool await(const Holds& holds, Patience patience) {
    const auto call = [](void* argument) { return (*static_cast<const Holds*>(argument))(); };
    return threadlab_await(call, const_cast<Holds*>(&holds), patience);
}

} // namespace lab::detail
