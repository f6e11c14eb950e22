// Where threads wait until another one wakes them: condition variables and futexes.
#pragma once

#include "explorer/runtime/engine.hpp"

namespace threadlab::explorer {

class WaitingRoom {
public:
    // A thread that waits. In the runtime's memory: who wakes it may be another process's.
    struct Place {
        ThreadId thread = 0;
        bool woken = false;
    };

    void enter(Place& place) { places_.push_back(&place); }
    void leave(const Place& place);
    void leave(ThreadId thread);

    // Wakes up to `count` of those who wait; who, is the schedule's choice. Returns how many.
    int wake(int count);

    // How many signals of a condition variable nobody waited for, or made no difference to those
    // they woke. A futex has none: who waits there looks at its value first.
    int unheard() const { return unheard_; }
    void count_unheard() { ++unheard_; }
    bool empty() const { return places_.empty(); }

    // The mutex that those who wait on a condition variable have given up: one for all of them.
    std::uintptr_t mutex = 0;

private:
    arena::Vector<Place*> places_; // not woken yet, in order of coming
    int unheard_ = 0;
};

class WaitingRooms {
public:
    WaitingRoom& at(std::uintptr_t object) { return rooms_[object]; }
    const WaitingRoom* find(std::uintptr_t object) const;
    void forget(std::uintptr_t object) { rooms_.erase(object); }
    // The thread is no more.
    void leave_all(ThreadId thread);

private:
    arena::Map<std::uintptr_t, WaitingRoom> rooms_;
};

// Waits in the room of `object` until woken, or until the deadline, or, if `spuriously`, for no
// reason at all, at most once for each call and thread.
How wait_in_room(std::uintptr_t object, Nanoseconds deadline, bool spuriously, std::uintptr_t pc);

} // namespace threadlab::explorer
