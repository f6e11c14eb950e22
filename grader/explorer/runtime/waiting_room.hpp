// Where threads wait until another one wakes them: condition variables and futexes.
#pragma once

#include "explorer/runtime/engine.hpp"

namespace threadlab::explorer {

class WaitingRoom {
public:
    // The last signal that could have woken a waiting thread and woke another: none came; it was
    // of use there; or it was wasted, as who was woken only looked around and waited again.
    enum class Passed : std::uint8_t { none, used, wasted };

    // A thread that waits. In the runtime's memory: who wakes it may be another process's.
    struct Place {
        ThreadId thread = 0;
        bool woken = false;
        Passed passed = Passed::none;
    };

    void enter(Place& place) { places_.push_back(&place); }
    void leave(const Place& place);
    void leave(ThreadId thread);

    // Wakes up to `count` of those who wait; who, is the schedule's choice. Returns how many.
    int wake(int count);

    // Who was woken here last waits again, and has changed nothing.
    void waste_signal();

    // A signal of the condition variable that the thread waits for which was of no use to it: it
    // came when nobody waited, which is before its wait; or it was wasted since, on another, or on
    // itself, where it woke only to wait again. Nobody misses one at a futex: who waits there looks
    // at its value first.
    enum class Missed : std::uint8_t { none, unheard, wasted };
    Missed missed_by(ThreadId thread) const;
    void note_unheard() { was_unheard_ = true; }
    bool empty() const { return places_.empty(); }

    // The mutex that those who wait on a condition variable have given up: one for all of them.
    std::uintptr_t mutex = 0;

private:
    arena::Vector<Place*> places_; // not woken yet, in order of coming
    bool was_unheard_ = false;     // a signal, as nobody waited
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
