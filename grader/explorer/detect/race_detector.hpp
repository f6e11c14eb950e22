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
    // The granule of an address. The reference holds as long as the process; what it holds, until
    // the next Engine::point, where another schedule may begin: then see renewed().
    Granule& granule_at(std::uintptr_t address) { return granules_.at(address); }
    // The same if it is found at once, which take_if_simple() will do with; else null.
    Granule* peek(std::uintptr_t address) { return granules_.peek(address); }
    // The same granule, as this schedule has left it.
    Granule& renewed(Granule& granule) { return granules_.renewed(granule); }
    // Whether the schedule has touched it.
    bool is_of_now(const Granule& granule) const { return granules_.is_of_now(granule); }

    // See Granules.
    void keep_beginning() { granules_.keep_beginning(); }
    void return_to_beginning() { granules_.return_to_beginning(); }

    // How much memory the schedule has touched.
    std::size_t touched_bytes() const { return granules_.touched() * granule_size; }

    // Remembers that `thread` touches it; returns whether another thread has done so, too.
    static bool touch(Granule& granule, ThreadId thread) {
        if (granule.first < 0) {
            granule.first = static_cast<std::int16_t>(thread);
            granule.plain = granule.count == 0; // else it was given back before
        } else if (granule.first != thread) {
            granule.shared = true;
            granule.plain = false;
        }
        return granule.shared;
    }

    // Takes an access; returns the earlier one that it races with, if any.
    std::optional<Spot> access(const Thread& thread, const Operation& operation);
    // The same if all of it lies in `granule`.
    std::optional<Spot> access_in(Granule& granule, const Thread& thread,
                                  const Operation& operation);

    // The same of a plain access to a granule that nobody but this thread has touched, which races
    // with nothing: by far the most are. Returns false, and does nothing, if it is another.
    static bool take_if_alone(Granule& granule, const Thread& thread, const Operation& operation) {
        return granule.plain && granule.first == thread.id && replace(granule, thread, operation);
    }
    // The same, also where this schedule has not touched the granule yet; the simplest cases first.
    bool take_if_simple(Granule& granule, const Thread& thread, const Operation& operation) {
        if (!is_of_now(granule) && granules_.renew(granule)) {
            granule.first = static_cast<std::int16_t>(thread.id);
            append(granule, thread, operation);
            return true;
        }
        return granule.plain && granule.first == thread.id &&
               (take_again(granule, thread, operation) || replace(granule, thread, operation));
    }

    // As an access that writes to all of the bytes: memory that is given back. Forgets what came
    // before; what comes after may race with this.
    std::optional<Spot> forget(const Thread& thread, std::uintptr_t begin, std::uintptr_t end,
                               std::uintptr_t pc);

private:
    static bool take_again(Granule& granule, const Thread& thread, const Operation& operation) {
        const std::uint8_t bytes = bits_of(operation.object, operation.size);
        for (std::size_t i = granule.count; i-- > 0;) {
            Access& before = granule.few[i];
            if (before.bytes == bytes && before.does == operation.does) {
                sign(before, thread, operation.pc);
                return true;
            }
            if ((before.bytes & bytes) != 0) {
                return false;
            }
        }
        return false;
    }

    // Whose it is, when, and where.
    static void sign(Access& access, const Thread& thread, std::uintptr_t pc) {
        access.pc = pc;
        access.tick = thread.clock.of(thread.id);
        access.stack = thread.stack;
        access.thread = static_cast<std::int16_t>(thread.id);
    }

    // In place: a copy of what was just written, in wider pieces, has to wait until it has reached
    // the cache.
    static void fill(Access& access, const Thread& thread, const Operation& operation,
                     std::uintptr_t granule, std::uint8_t bytes) {
        sign(access, thread, operation.pc);
        access.offset = static_cast<std::int32_t>(operation.object - granule);
        access.bytes = bytes;
        access.does = operation.does;
        access.atomic = operation.atomic;
    }

    // It takes the place of those that it makes superfluous. Returns false if there is no room.
    static bool replace(Granule& granule, const Thread& thread, const Operation& operation) {
        if (granule.more != 0) {
            return false;
        }
        const std::uint8_t bytes = bits_of(operation.object, operation.size);
        const bool writes = operation.does != Does::read;
        std::uint8_t kept = 0;
        for (std::uint8_t i = 0; i < granule.count; ++i) {
            const Access& before = granule.few[i];
            const bool stays = (before.bytes & ~bytes) != 0 || (before.writes() && !writes);
            if (stays && kept++ != i) {
                granule.few[kept - 1U] = before;
            }
        }
        granule.count = kept;
        if (kept == granule.few.size()) {
            return false;
        }
        append(granule, thread, operation);
        return true;
    }

    // There is room for it, and nobody else has touched the granule.
    static void append(Granule& granule, const Thread& thread, const Operation& operation) {
        fill(granule.few[granule.count++], thread, operation, granule_of(operation.object),
             bits_of(operation.object, operation.size));
        granule.plain = true;
    }

    std::optional<Spot> access_granule(Granule& granule, std::uintptr_t address,
                                       const Thread& thread, const Operation& operation,
                                       std::uint8_t bytes);
    Access& add(Granule& granule);
    arena::Vector<Access>& more_of(Granule& granule);

    Granules granules_;
    arena::Vector<arena::Vector<Access>> more_; // by Granule::more, the first unused
};

// Whether all of the bytes lie in one granule.
inline bool is_in_one_granule(std::uintptr_t address, std::size_t size) {
    return granule_of(address) == granule_of(address + size - 1);
}

// Calls `visit(granule's address, bits of the bytes in it)` for each granule of the range; stops
// when that returns true.
template <typename Visit>
void each_granule(std::uintptr_t address, std::size_t size, Visit visit) {
    const std::uintptr_t end = address + size;
    for (std::uintptr_t at = address; at < end;) {
        const std::uintptr_t granule = granule_of(at);
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
