// A gate: shut at first, threads wait at it until it is opened.
#pragma once

#include "lab/threads.hpp"
#include "lab/word.hpp"

namespace lab {

// Orders no memory accesses but its own, so that race checks may use it. Its destructor opens it;
// threads may still be on their way out then, so let it outlive them.
class Gate {
public:
    Gate() = default;
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;
    ~Gate() { open(); }

    // Blocks until the gate is open.
    void pass() {
        waiting_.increment();
        if (detail::explored()) {
            await_opening(detail::for_ever);
        }
        while (!is_open()) {
            state_.sleep_while(shut);
        }
    }

    // The same, but opens the gate itself and returns false if every other thread of the process
    // is asleep for a second (pace::cap at the most): then nobody is left to open it.
    bool pass_or_give_up() {
        waiting_.increment();
        if (detail::explored() && !await_opening(detail::long_while)) {
            open();
            return false;
        }
        Stall stall;
        while (!is_open()) {
            if (stall.now()) {
                open();
                return false;
            }
            state_.sleep_while(shut, pace::tick);
        }
        return true;
    }

    // Lets everybody through, now and later.
    void open() { state_.set(opened); }

    bool is_open() const { return state_.get() == opened; }

    // How many have come to the gate so far, those who have passed it included.
    int arrived() const { return waiting_.get(); }

    // Blocks until `count` have come to the gate and returns true; false if they do not come and
    // every other thread is asleep for a second (pace::cap at the most).
    bool wait_for_arrivals(int count) {
        const auto all_there = [this, count] { return arrived() >= count; };
        return detail::explored() ? detail::await(all_there, detail::long_while)
                                  : eventually(all_there, pace::cap);
    }

private:
    bool await_opening(detail::Patience patience) const {
        return detail::await([this] { return is_open(); }, patience);
    }

    static constexpr int shut = 0;
    static constexpr int opened = 1;

    detail::Word state_;
    detail::Word waiting_;
};

} // namespace lab
