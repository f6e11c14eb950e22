#include "explorer/runtime/waiting_room.hpp"

#include "explorer/runtime/world.hpp"

#include <algorithm>

namespace threadlab::explorer {

void WaitingRoom::leave(const Place& place) {
    std::erase(places_, &place);
}

void WaitingRoom::leave(ThreadId thread) {
    std::erase_if(places_, [&](const Place* place) { return place->thread == thread; });
}

int WaitingRoom::wake(int count) {
    int woken = 0;
    while (woken < count && !places_.empty()) {
        const auto waiting = static_cast<int>(places_.size());
        const bool all = count - woken >= waiting;
        const int index = all || waiting == 1 ? 0 : world->engine.chance(waiting);
        places_[static_cast<std::size_t>(index)]->woken = true;
        places_.erase(places_.begin() + index);
        ++woken;
    }
    for (Place* place : places_) {
        place->passed = Passed::used;
    }
    return woken;
}

void WaitingRoom::waste_signal() {
    for (Place* place : places_) {
        if (place->passed == Passed::used) {
            place->passed = Passed::wasted;
        }
    }
}

WaitingRoom::Missed WaitingRoom::missed_by(ThreadId thread) const {
    const auto place = std::find_if(places_.begin(), places_.end(), [&](const Place* candidate) {
        return candidate->thread == thread;
    });
    if (mutex == 0 || place == places_.end() || (*place)->passed == Passed::used) {
        return Missed::none;
    }
    if ((*place)->passed == Passed::wasted) {
        return Missed::wasted;
    }
    return was_unheard_ ? Missed::unheard : Missed::none;
}

const WaitingRoom* WaitingRooms::find(std::uintptr_t object) const {
    const auto found = rooms_.find(object);
    return found == rooms_.end() ? nullptr : &found->second;
}

void WaitingRooms::leave_all(ThreadId thread) {
    for (auto& [object, room] : rooms_) {
        room.leave(thread);
    }
}

How wait_in_room(std::uintptr_t object, Nanoseconds deadline, bool spuriously, std::uintptr_t pc) {
    Thread& self = world->engine.self();
    WaitingRoom& room = world->rooms.at(object);
    auto& place = *arena::make<WaitingRoom::Place>(WaitingRoom::Place{self.id});
    if (self.woken_at == object && self.changed_step <= self.woken_step) {
        place.passed = WaitingRoom::Passed::wasted;
        room.waste_signal();
    }
    room.enter(place);
    auto& done = self.woke_for_no_reason;
    const bool may = spuriously && std::find(done.begin(), done.end(), pc) == done.end();
    const ConditionOf woken([&] { return place.woken; });
    Operation operation = operation_on(Does::wake, nullptr, pc);
    operation.object = object;
    const How how = world->engine.point(operation, &woken, deadline, may);
    if (how == How::spurious) {
        done.push_back(pc);
    }
    if (!place.woken) {
        room.leave(place);
    }
    self.woken_at = how == How::ready ? object : 0;
    self.woken_step = self.last_step;
    arena::release(&place, sizeof place);
    return how;
}

} // namespace threadlab::explorer
