// A rendezvous: proof that calls are under way at the same time, without a clock.
#pragma once

#include "lab/threads.hpp"
#include "lab/word.hpp"

namespace lab {

// A thread inside cannot call again, so `count` calls are also `count` distinct threads: the first
// call of each thread blocks until that many have come, and everything after that passes straight
// through. Orders no memory accesses but its own, so that race checks may use it. Must outlive the
// threads that meet there.
class Rendezvous {
public:
    // `count` calls of meet() have to be under way at once.
    explicit Rendezvous(int count) : count_(count) {}

    // Blocks until `count` calls are inside at the same time; true: they were. Later calls return
    // true at once. Gives up when nobody new has come and every other thread has been asleep for a
    // second (pace::cap at the most): all calls then return false, and later ones do so at once.
    bool meet() {
        if (state_.get() == open) {
            const int mine = arrived_.increment();
            if (mine >= count_) {
                state_.replace(open, met);
            } else if (detail::explored()) {
                await_end_or_give_up();
            } else if (mine == 1) {
                watch();
            } else {
                sleep();
            }
        }
        return state_.get() == met;
    }

    // Blocks until `count` have met and returns true; false if they give up, or do not come and
    // every other thread has been asleep for a second. For whoever does not meet, but wants to
    // know.
    bool wait() const {
        if (detail::explored()) {
            await_end();
        } else {
            eventually([this] { return state_.get() != open; }, pace::cap);
        }
        return has_met();
    }

    // Whether `count` have met.
    bool has_met() const { return state_.get() == met; }

    // How many calls had come when they met or gave up.
    int arrived() const { return arrived_.get(); }

private:
    static constexpr int open = 0;
    static constexpr int met = 1;
    static constexpr int given_up = 2;

    bool await_end() const {
        return detail::await([this] { return state_.get() != open; }, detail::long_while);
    }

    void await_end_or_give_up() {
        if (!await_end()) {
            state_.replace(open, given_up);
        }
    }

    void sleep() {
        while (state_.get() == open) {
            state_.sleep_while(open);
        }
    }

    // The first to come looks after the others, so that all but one are truly asleep.
    void watch() {
        Stall stall;
        int seen = 1;
        while (state_.get() == open) {
            if (arrived_.get() != seen) {
                seen = arrived_.get();
                stall.stirred();
            } else if (stall.now()) {
                state_.replace(open, given_up);
                return;
            }
            state_.sleep_while(open, pace::tick);
        }
    }

    int count_;
    detail::Word state_;
    detail::Word arrived_;
};

} // namespace lab
