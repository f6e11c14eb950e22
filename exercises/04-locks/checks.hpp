// What the visible and the hidden checks of practical 4 share.
#pragma once

#include "locks.hpp"

#include <lab/check.hpp>

#include <deque>
#include <functional>
#include <vector>

namespace checks {

using Function = std::function<void()>;

// Calls all of them at the same time, each in a thread of its own.
inline void together(const std::vector<Function>& functions) {
    std::deque<lab::Call> calls;
    for (const Function& function : functions) {
        calls.emplace_back(function);
    }
    for (lab::Call& call : calls) {
        call.join();
    }
}

// In a thread of its own: if a lock is still held at its end, that is seen.
inline void elsewhere(const Function& function) {
    lab::Call(function).join();
}

} // namespace checks
