// Which steps happen before which, by C++'s rules: locks, threads, atomics with their memory
// orders, release sequences and fences ([intro.races], [atomics.order], [atomics.fences]).
#pragma once

#include "explorer/detect/vector_clock.hpp"
#include "explorer/runtime/engine.hpp"

#include <cstdint>

namespace threadlab::explorer {

// As the instrumentation passes them on.
enum class Order : int { relaxed, consume, acquire, release, acq_rel, seq_cst };

class HappensBefore {
public:
    // What is done to `object` (a lock, a barrier, a semaphore) by `acquire` happens after all that
    // was done before a `release` of it.
    void acquire(Thread& thread, std::uintptr_t object);
    void release(Thread& thread, std::uintptr_t object);

    void atomic_load(Thread& thread, std::uintptr_t object, Order order);
    void atomic_store(Thread& thread, std::uintptr_t object, Order order);
    // A read-modify-write: goes on with the release sequence whose value it reads.
    void atomic_update(Thread& thread, std::uintptr_t object, Order order);
    static void fence(Thread& thread, Order order);

    // Memory is given back: what lay there is no lock and no atomic any more.
    void forget(std::uintptr_t begin, std::uintptr_t end);

private:
    arena::Map<std::uintptr_t, VectorClock> clocks_;
};

} // namespace threadlab::explorer
