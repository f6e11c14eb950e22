#include "explorer/detect/race_detector.hpp"

namespace threadlab::explorer {

RaceDetector::Granule& RaceDetector::granule_at(std::uintptr_t address) {
    const std::uintptr_t granule = address & ~(granule_size - 1);
    const auto [found, is_new] = granules_.insert(granule);
    if (is_new) {
        found = arena::make<Granule>();
        found->address = granule;
        constexpr std::size_t usual = 4;
        found->accesses.reserve(usual);
    }
    return *found;
}

std::optional<Spot> RaceDetector::access(const Thread& thread, const Operation& operation,
                                         std::uint32_t stack, Granule* only) {
    Access now{0,
               operation.does != Does::read,
               operation.atomic,
               operation.does,
               thread.id,
               thread.clock.of(thread.id),
               stack,
               operation.pc,
               operation.object};
    std::optional<Spot> race;
    each_granule(operation.object, operation.size, [&](std::uintptr_t at, std::uint8_t bytes) {
        now.bytes = bytes;
        race = access_granule(thread, only == nullptr ? granule_at(at) : *only, now);
        return race.has_value();
    });
    return race;
}

std::optional<Spot> RaceDetector::access_granule(const Thread& thread, Granule& granule,
                                                 const Access& now) {
    std::optional<Spot> race;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < granule.accesses.size(); ++i) {
        const Access& before = granule.accesses[i];
        const bool ordered = before.tick <= thread.clock.of(before.thread);
        if (!ordered && !race && before.thread != now.thread && (before.bytes & now.bytes) != 0 &&
            (before.write || now.write) && !(before.atomic && now.atomic)) {
            race = Spot{before.thread, before.does, before.pc, before.stack, before.object};
        }
        // What the new access makes superfluous: whoever races with the old one races with the new.
        const bool covered = ordered && (before.bytes & ~now.bytes) == 0 &&
                             (now.write || !before.write) && (before.atomic || !now.atomic);
        if (!covered && kept++ != i) {
            granule.accesses[kept - 1] = before;
        }
    }
    if (kept == granule.accesses.size()) {
        granule.accesses.push_back(now);
        return race;
    }
    granule.accesses[kept] = now;
    granule.accesses.resize(kept + 1);
    return race;
}

std::optional<Spot> RaceDetector::forget(const Thread& thread, std::uintptr_t begin,
                                         std::uintptr_t end) {
    std::optional<Spot> race;
    each_granule(begin, end - begin, [&](std::uintptr_t at, std::uint8_t bytes) {
        Granule** const found = granules_.find(at);
        if (found == nullptr) {
            return false;
        }
        Granule& granule = **found;
        if (!race) {
            const Access now{bytes, true, false, Does::free, thread.id, 0, 0, 0, at};
            race = access_granule(thread, granule, now);
        }
        granule.accesses.clear();
        granule.first = -1;
        granule.shared = false;
        return false;
    });
    return race;
}

} // namespace threadlab::explorer
