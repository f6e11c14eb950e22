// What the visible and the hidden checks of practical 3 share.
#pragma once

#include "race_fix.hpp"

#include <lab/check.hpp>

#include <deque>
#include <functional>
#include <vector>

namespace checks {

// Runs all at the same time, each in a thread of its own, and waits for them. Orders none of their
// accesses, so that race checks may use it.
inline void at_once(const std::vector<std::function<void()>>& bodies) {
    lab::Rendezvous meeting(static_cast<int>(bodies.size()));
    std::deque<lab::Call> calls;
    for (const auto& body : bodies) {
        calls.emplace_back([&meeting, &body] {
            meeting.meet();
            body();
        });
    }
    for (lab::Call& call : calls) {
        call.join();
    }
}

} // namespace checks
