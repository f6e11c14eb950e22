// Data races by happens-before: two accesses to the same bytes by different threads, one of them a
// write, not both atomic, of which neither happens before the other. After FastTrack (Flanagan and
// Freund, PLDI 2009): an access is remembered as thread and tick, and compared with the clock of
// the next.
#pragma once

#include "explorer/detect/vector_clock.hpp"
#include "explorer/runtime/board.hpp"
#include "explorer/runtime/engine.hpp"
#include "explorer/runtime/flat_map.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace threadlab::explorer {

class RaceDetector {
public:
    struct Access {
        std::uint8_t bytes = 0; // of the granule, a bit each
        bool write = false;
        bool atomic = false;
        Does does = Does::read;
        ThreadId thread = 0;
        std::uint32_t tick = 0;
        std::uint32_t stack = 0;
        std::uintptr_t pc = 0;
        std::uintptr_t object = 0;
    };
    // What is known of some bytes that are looked at together.
    struct Granule {
        std::uintptr_t address = 0;
        ThreadId first = -1;  // who touched it
        bool shared = false;  // somebody else did, too
        bool visible = false; // accesses are steps: for whoever decides that
        bool looked_up = false;
        arena::Vector<Access> accesses;
    };

    // The granule of an address. The reference holds as long as the detector.
    Granule& granule_at(std::uintptr_t address);

    // Remembers that `thread` touches it; returns whether another thread has done so, too.
    static bool touch(Granule& granule, ThreadId thread) {
        granule.first = granule.first < 0 ? thread : granule.first;
        granule.shared = granule.shared || granule.first != thread;
        return granule.shared;
    }

    // Takes an access; returns the earlier one that it races with, if any. Where all of it lies in
    // one granule, that can be given.
    std::optional<Spot> access(const Thread& thread, const Operation& operation,
                               std::uint32_t stack, Granule* only = nullptr);

    // As an access that writes to all of the bytes: memory that is given back. Forgets what came
    // before.
    std::optional<Spot> forget(const Thread& thread, std::uintptr_t begin, std::uintptr_t end);

private:
    static std::optional<Spot> access_granule(const Thread& thread, Granule& granule,
                                              const Access& now);

    FlatMap<Granule*> granules_;
};

// Whether all of the bytes lie in one granule.
inline bool is_in_one_granule(std::uintptr_t address, std::size_t size) {
    return address / granule_size == (address + size - 1) / granule_size;
}

// Calls `visit(granule's address, bits of the bytes in it)` for each granule of the range; stops
// when that returns true.
template <typename Visit>
void each_granule(std::uintptr_t address, std::size_t size, Visit visit) {
    const std::uintptr_t end = address + size;
    for (std::uintptr_t at = address; at < end;) {
        const std::uintptr_t granule = at & ~(granule_size - 1);
        const std::uintptr_t stop = std::min(end, granule + granule_size);
        const unsigned count = static_cast<unsigned>(stop - at);
        const unsigned bits = ((1U << count) - 1) << (at - granule);
        if (visit(granule, static_cast<std::uint8_t>(bits))) {
            return;
        }
        at = stop;
    }
}

} // namespace threadlab::explorer
