#include "explorer/detect/race_detector.hpp"

namespace threadlab::explorer {
namespace {

bool is_ordered(const Access& before, const Thread& now) {
    return before.thread == now.id || before.tick <= now.clock.of(before.thread);
}

bool conflict(const Access& before, const Access& now) {
    return before.thread != now.thread && (before.bytes & now.bytes) != 0 &&
           (before.writes() || now.writes()) && !(before.atomic && now.atomic);
}

// Whoever races with the old one races with the new, if they are ordered.
bool makes_superfluous(const Access& now, const Access& before) {
    return (before.bytes & ~now.bytes) == 0 && (now.writes() || !before.writes()) &&
           (before.atomic || !now.atomic);
}

Spot spot_of(const Access& access, std::uintptr_t granule) {
    return {access.thread, access.does, access.pc, access.stack,
            granule + static_cast<std::uintptr_t>(std::intptr_t{access.offset})};
}

} // namespace

std::size_t RaceDetector::accesses_of(const Granule& granule) const {
    return granule.count + (granule.more == 0 ? 0 : more_[granule.more].size());
}

Access& RaceDetector::access_at(Granule& granule, std::size_t index) {
    return index < granule.few.size() ? granule.few[index]
                                      : more_[granule.more][index - granule.few.size()];
}

// The first so many, and room for one further at most.
void RaceDetector::keep_accesses(Granule& granule, std::size_t count) {
    const std::size_t few = granule.few.size();
    granule.count = static_cast<std::uint8_t>(std::min(count, few));
    if (count > few && granule.more == 0) {
        more_.resize(std::max<std::size_t>(more_.size(), 1) + 1);
        granule.more = static_cast<std::uint32_t>(more_.size() - 1);
    }
    if (granule.more != 0) {
        more_[granule.more].resize(count - granule.count);
    }
}

std::optional<Spot> RaceDetector::access(const Thread& thread, const Operation& operation) {
    Access now;
    sign(now, thread, operation.pc);
    now.does = operation.does;
    now.atomic = operation.atomic;
    std::optional<Spot> race;
    each_granule(operation.object, operation.size, [&](std::uintptr_t at, std::uint8_t bytes) {
        now.bytes = bytes;
        now.offset = static_cast<std::int32_t>(operation.object - at);
        race = access_granule(thread, at, granule_at(at), now);
        return race.has_value();
    });
    return race;
}

std::optional<Spot> RaceDetector::access_granule(const Thread& thread, std::uintptr_t address,
                                                 Granule& granule, const Access& now) {
    std::optional<Spot> race;
    const std::size_t count = accesses_of(granule);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Access& before = access_at(granule, i);
        const bool ordered = is_ordered(before, thread);
        if (!ordered && !race && conflict(before, now)) {
            race = spot_of(before, address);
        }
        const bool dropped = ordered && makes_superfluous(now, before);
        if (!dropped && kept++ != i) {
            access_at(granule, kept - 1) = before;
        }
    }
    if (kept + 1 != count || granule.more != 0) {
        keep_accesses(granule, kept + 1);
    }
    access_at(granule, kept) = now;
    return race;
}

std::optional<Spot> RaceDetector::forget(const Thread& thread, std::uintptr_t begin,
                                         std::uintptr_t end, std::uintptr_t pc) {
    std::optional<Spot> race;
    each_granule(begin, end - begin, [&](std::uintptr_t at, std::uint8_t bytes) {
        Granule* const granule = granules_.find(at);
        if (granule == nullptr) {
            return false;
        }
        Access now;
        sign(now, thread, pc);
        now.offset = static_cast<std::int32_t>(begin - at);
        now.bytes = bytes;
        now.does = Does::free;
        if (!race) {
            race = access_granule(thread, at, *granule, now);
        }
        granule->forget();
        granule->few[granule->count++] = now;
        return false;
    });
    return race;
}

} // namespace threadlab::explorer
