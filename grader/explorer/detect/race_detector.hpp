// Data races by happens-before: two accesses to the same bytes by different threads, one of them a
// write, not both atomic, of which neither happens before the other. After FastTrack (Flanagan and
// Freund, PLDI 2009): an access is remembered as thread and tick, and compared with the clock of
// the next.
#pragma once

#include "explorer/detect/vector_clock.hpp"
#include "explorer/runtime/board.hpp"
#include "explorer/runtime/engine.hpp"

#include <cstdint>
#include <optional>

namespace threadlab::explorer {

class RaceDetector {
public:
    // Whether a thread other than `thread` has touched any of the bytes. Remembers that `thread`
    // does.
    bool touch(ThreadId thread, std::uintptr_t address, std::size_t size);

    // Takes an access; returns the earlier one that it races with, if any.
    std::optional<Spot> access(const Thread& thread, const Operation& operation,
                               std::uint32_t stack);

    // As an access that writes to all of the bytes: memory that is given back. Forgets what came
    // before.
    std::optional<Spot> forget(const Thread& thread, std::uintptr_t begin, std::uintptr_t end);

private:
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
    struct Granule {
        ThreadId first = -1; // who touched it
        bool shared = false; // somebody else did, too
        arena::Vector<Access> accesses;
    };

    std::optional<Spot> access_granule(const Thread& thread, Granule& granule, const Access& now);

    arena::HashMap<std::uintptr_t, Granule> granules_;
};

} // namespace threadlab::explorer
