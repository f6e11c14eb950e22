// Data races by happens-before: two accesses to the same bytes by different threads, one of them a
// write, not both atomic, of which neither happens before the other. After FastTrack (Flanagan and
// Freund, PLDI 2009): an access is remembered as thread and tick, and compared with the clock of
// the next.
#pragma once

#include "explorer/detect/granules.hpp"
#include "explorer/detect/vector_clock.hpp"
#include "explorer/runtime/board.hpp"
#include "explorer/runtime/engine.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace threadlab::explorer {

class RaceDetector {
public:
    // The granule of an address. The reference holds as long as the process.
    Granule& granule_at(std::uintptr_t address) { return granules_.at(address); }

    // How much memory the schedule has touched.
    std::size_t touched_bytes() const { return granules_.touched() * granule_size; }

    // Remembers that `thread` touches it; returns whether another thread has done so, too.
    static bool touch(Granule& granule, ThreadId thread) {
        if (granule.first < 0) {
            granule.first = static_cast<std::int16_t>(thread);
        } else if (granule.first != thread) {
            granule.shared = true;
        }
        return granule.shared;
    }

    // Takes an access; returns the earlier one that it races with, if any.
    std::optional<Spot> access(const Thread& thread, const Operation& operation,
                               std::uint32_t stack);

    // The same of a plain access to a granule that only this thread has touched, which races with
    // nothing. Returns false, and does nothing, if it is no such access. They are most of all.
    static bool take_if_alone(Granule& granule, const Thread& thread, const Operation& operation,
                              std::uint32_t stack) {
        if (granule.shared || granule.more != 0 || operation.atomic) {
            return false;
        }
        const auto bytes = static_cast<std::uint8_t>(((1U << operation.size) - 1)
                                                     << (operation.object % granule_size));
        const bool writes = operation.does != Does::read;
        const auto stays = [&](const Access& before) {
            return (before.bytes & ~bytes) != 0 || (before.writes() && !writes) || before.atomic;
        };
        std::uint8_t kept = 0;
        if (granule.count > 0 && stays(granule.few[0])) {
            ++kept;
        }
        if (granule.count > 1 && stays(granule.few[1])) {
            if (kept == 1) {
                return false;
            }
            granule.few[kept++] = granule.few[1];
        }
        granule.count = static_cast<std::uint8_t>(kept + 1);
        Access& now = granule.few[kept];
        now.pc = operation.pc;
        now.tick = thread.clock.of(thread.id);
        now.stack = stack;
        now.offset = static_cast<std::int32_t>(operation.object % granule_size);
        now.thread = static_cast<std::int16_t>(thread.id);
        now.bytes = bytes;
        now.does = operation.does;
        now.atomic = false;
        return true;
    }

    // As an access that writes to all of the bytes: memory that is given back. Forgets what came
    // before.
    std::optional<Spot> forget(const Thread& thread, std::uintptr_t begin, std::uintptr_t end);

private:
    std::optional<Spot> access_granule(const Thread& thread, std::uintptr_t address,
                                       Granule& granule, const Access& now);
    Access& access_of(Granule& granule, std::size_t index);
    std::size_t accesses_of(const Granule& granule) const;
    void keep_accesses(Granule& granule, std::size_t count);

    Granules granules_;
    arena::Vector<arena::Vector<Access>> more_; // by Granule::more, the first unused
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
