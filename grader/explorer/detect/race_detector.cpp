#include "explorer/detect/race_detector.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

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

} // namespace

bool RaceDetector::touch(ThreadId thread, std::uintptr_t address, std::size_t size) {
    bool shared = false;
    each_granule(address, size, [&](std::uintptr_t at, std::uint8_t) {
        Granule& granule = granules_[at];
        if (granule.first < 0) {
            granule.first = thread;
        }
        granule.shared = granule.shared || granule.first != thread;
        shared = shared || granule.shared;
        return false;
    });
    return shared;
}

std::optional<Spot> RaceDetector::access(const Thread& thread, const Operation& operation,
                                         std::uint32_t stack) {
    std::optional<Spot> race;
    each_granule(operation.object, operation.size, [&](std::uintptr_t at, std::uint8_t bytes) {
        const Access now{bytes,
                         operation.does != Does::read,
                         operation.atomic,
                         operation.does,
                         thread.id,
                         thread.clock.of(thread.id),
                         stack,
                         operation.pc,
                         operation.object};
        race = access_granule(thread, granules_[at], now);
        return race.has_value();
    });
    return race;
}

std::optional<Spot> RaceDetector::access_granule(const Thread& thread, Granule& granule,
                                                 const Access& now) {
    std::optional<Spot> race;
    for (const Access& before : granule.accesses) {
        const bool together = (before.bytes & now.bytes) != 0 && before.thread != now.thread;
        const bool harmless = (!before.write && !now.write) || (before.atomic && now.atomic);
        if (together && !harmless && before.tick > thread.clock.of(before.thread)) {
            race = Spot{before.thread, before.does, before.pc, before.stack, before.object};
            break;
        }
    }
    // What the new access makes superfluous: whoever races with the old one races with the new.
    std::erase_if(granule.accesses, [&](const Access& before) {
        const bool covered = (before.bytes & ~now.bytes) == 0 && (now.write || !before.write) &&
                             (before.atomic || !now.atomic);
        return covered && before.tick <= thread.clock.of(before.thread);
    });
    granule.accesses.push_back(now);
    return race;
}

std::optional<Spot> RaceDetector::forget(const Thread& thread, std::uintptr_t begin,
                                         std::uintptr_t end) {
    std::optional<Spot> race;
    each_granule(begin, end - begin, [&](std::uintptr_t at, std::uint8_t bytes) {
        const auto found = granules_.find(at);
        if (found == granules_.end()) {
            return false;
        }
        if (!race) {
            const Access now{bytes, true, false, Does::free, thread.id, 0, 0, 0, at};
            race = access_granule(thread, found->second, now);
        }
        granules_.erase(found);
        return false;
    });
    return race;
}

} // namespace threadlab::explorer
