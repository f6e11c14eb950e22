#include "explorer/detect/race_detector.hpp"

#include <span>

namespace threadlab::explorer {
namespace {

bool is_ordered(const Access& before, const Thread& now) {
    return before.thread == now.id || before.tick <= now.clock.of(before.thread);
}

bool conflict(const Access& before, const Operation& now, std::uint8_t bytes) {
    return (before.bytes & bytes) != 0 && (before.writes() || now.does != Does::read) &&
           !(before.atomic && now.atomic);
}

// Whoever races with the old one races with the new, if they are ordered.
bool makes_superfluous(const Access& before, const Operation& now, std::uint8_t bytes) {
    return (before.bytes & ~bytes) == 0 && (now.does != Does::read || !before.writes()) &&
           (before.atomic || !now.atomic);
}

Spot spot_of(const Access& access, std::uintptr_t granule) {
    return {access.thread, access.does, access.pc, access.stack,
            granule + static_cast<std::uintptr_t>(std::intptr_t{access.offset})};
}

// Drops those of `accesses` that the new access makes superfluous; returns how many are left. Tells
// the first that it races with, unless one is known.
inline std::size_t sift(std::span<Access> accesses, std::uintptr_t granule, const Thread& thread,
                        const Operation& now, std::uint8_t bytes, std::optional<Spot>& race) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        const Access& before = accesses[i];
        if (!is_ordered(before, thread)) {
            if (!race && conflict(before, now, bytes)) {
                race = spot_of(before, granule);
            }
        } else if (makes_superfluous(before, now, bytes)) {
            continue;
        }
        if (kept++ != i) {
            accesses[kept - 1] = before;
        }
    }
    return kept;
}

} // namespace

arena::Vector<Access>& RaceDetector::more_of(Granule& granule) {
    if (granule.more == 0) {
        more_.resize(std::max<std::size_t>(more_.size(), 1) + 1);
        granule.more = static_cast<std::uint32_t>(more_.size() - 1);
    }
    return more_[granule.more];
}

// Room for another access.
Access& RaceDetector::add(Granule& granule) {
    return granule.count < granule.few.size() ? granule.few[granule.count++]
                                              : more_of(granule).emplace_back();
}

std::optional<Spot> RaceDetector::access(const Thread& thread, const Operation& operation) {
    std::optional<Spot> race;
    each_granule(operation.object, operation.size, [&](std::uintptr_t at, std::uint8_t bytes) {
        race = access_granule(granule_at(at), at, thread, operation, bytes);
        return race.has_value();
    });
    return race;
}

std::optional<Spot> RaceDetector::access_in(Granule& granule, const Thread& thread,
                                            const Operation& operation) {
    return access_granule(granule, granule_of(operation.object), thread, operation,
                          bits_of(operation.object, operation.size));
}

std::optional<Spot> RaceDetector::access_granule(Granule& granule, std::uintptr_t address,
                                                 const Thread& thread, const Operation& operation,
                                                 std::uint8_t bytes) {
    granule.plain = granule.plain && !operation.atomic;
    std::optional<Spot> race;
    const auto few = std::span(granule.few).first(granule.count);
    granule.count = static_cast<std::uint8_t>(sift(few, address, thread, operation, bytes, race));
    if (granule.more != 0) {
        arena::Vector<Access>& more = more_of(granule);
        more.resize(sift(more, address, thread, operation, bytes, race));
        for (; granule.count < granule.few.size() && !more.empty(); more.pop_back()) {
            granule.few[granule.count++] = more.back();
        }
    }
    fill(add(granule), thread, operation, address, bytes);
    return race;
}

std::optional<Spot> RaceDetector::forget(const Thread& thread, std::uintptr_t begin,
                                         std::uintptr_t end, std::uintptr_t pc) {
    Operation freeing;
    freeing.does = Does::free;
    freeing.object = begin;
    freeing.pc = pc;
    std::optional<Spot> race;
    each_granule(begin, end - begin, [&](std::uintptr_t at, std::uint8_t bytes) {
        Granule* const granule = granules_.find(at);
        if (granule == nullptr) {
            return false;
        }
        if (!race) {
            race = access_granule(*granule, at, thread, freeing, bytes);
        }
        granule->forget();
        fill(granule->few[granule->count++], thread, freeing, at, bytes);
        return false;
    });
    return race;
}

} // namespace threadlab::explorer
