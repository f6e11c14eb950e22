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

// The bytes of an access to one granule, a bit each.
inline std::uint8_t bits_of(std::uintptr_t address, std::size_t size) {
    return static_cast<std::uint8_t>(((1U << size) - 1) << (address % granule_size));
}

class RaceDetector {
public:
    // The granule of an address. The reference holds as long as the process.
    Granule& granule_at(std::uintptr_t address) { return granules_.at(address); }
    // The same if the schedule has touched it and it is found at once, else null.
    Granule* granule_at_once(std::uintptr_t address) { return granules_.at_once(address); }

    // How much memory the schedule has touched.
    std::size_t touched_bytes() const { return granules_.touched() * granule_size; }

    // Remembers that `thread` touches it; returns whether another thread has done so, too.
    static bool touch(Granule& granule, ThreadId thread) {
        if (granule.first < 0) {
            granule.first = static_cast<std::int16_t>(thread);
        } else if (granule.first != thread) {
            granule.shared = true;
            granule.plain = false;
        }
        return granule.shared;
    }

    // Takes an access; returns the earlier one that it races with, if any.
    std::optional<Spot> access(const Thread& thread, const Operation& operation);

    // The same if what is in `granule` of it is known, as it is of an access to one granule.
    std::optional<Spot> access_in(Granule& granule, const Thread& thread,
                                  const Operation& operation) {
        Access now;
        fill(now, thread, operation);
        return access_granule(thread, operation.object & ~(granule_size - 1), granule, now);
    }

    // The same of a plain access to a granule that only this thread has touched, which races with
    // nothing. Returns false, and does nothing, if it is no such access. They are most of all.
    static bool take_if_alone(Granule& granule, const Thread& thread, const Operation& operation) {
        if (granule.shared || granule.more != 0 || operation.atomic) {
            return false;
        }
        const std::uint8_t bytes = bits_of(operation.object, operation.size);
        const bool writes = operation.does != Does::read;
        const auto stays = [&](const Access& before) {
            return (before.bytes & ~bytes) != 0 || (before.writes() && !writes) || before.atomic;
        };
        std::uint8_t kept = 0;
        for (std::uint8_t i = 0; i < granule.count; ++i) {
            if (stays(granule.few[i])) {
                granule.few[kept++] = granule.few[i];
            }
        }
        if (kept == granule.few.size()) {
            return false;
        }
        fill(granule.few[kept], thread, operation);
        granule.count = static_cast<std::uint8_t>(kept + 1);
        granule.plain = !granule.visible;
        granule.live |= bytes;
        return true;
    }

    // The same if the last access to these bytes was of the same kind, by the same thread.
    static bool take_again(Granule& granule, const Thread& thread, Does does, std::uint8_t bytes,
                           std::uintptr_t pc) {
        if (!granule.plain || granule.first != thread.id || (bytes & ~granule.live) != 0) {
            return false;
        }
        for (std::size_t i = granule.count; i-- > 0;) {
            Access& before = granule.few[i];
            if (before.bytes == bytes && before.does == does && !before.atomic) {
                sign(before, thread, pc);
                return true;
            }
            if ((before.bytes & bytes) != 0) {
                return false;
            }
        }
        return false;
    }

    // As an access that writes to all of the bytes: memory that is given back. Forgets what came
    // before; what comes after may race with this.
    std::optional<Spot> forget(const Thread& thread, std::uintptr_t begin, std::uintptr_t end,
                               std::uintptr_t pc);

private:
    // Whose it is, when, and where.
    static void sign(Access& access, const Thread& thread, std::uintptr_t pc) {
        access.pc = pc;
        access.tick = thread.clock.of(thread.id);
        access.stack = thread.stack;
        access.thread = static_cast<std::int16_t>(thread.id);
    }

    // With an operation on one granule. In place: a copy of what was just written, in wider pieces,
    // has to wait until it has reached the cache.
    static void fill(Access& access, const Thread& thread, const Operation& operation) {
        sign(access, thread, operation.pc);
        access.offset = static_cast<std::int32_t>(operation.object % granule_size);
        access.bytes = bits_of(operation.object, operation.size);
        access.does = operation.does;
        access.atomic = operation.atomic;
    }

    std::optional<Spot> access_granule(const Thread& thread, std::uintptr_t address,
                                       Granule& granule, const Access& now);
    Access& access_at(Granule& granule, std::size_t index);
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
