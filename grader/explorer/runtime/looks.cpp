#include "explorer/runtime/looks.hpp"

#include <optional>

namespace threadlab::explorer {
namespace {

// What is there when the step `at` is taken; nothing if somebody has written to a part of it.
std::optional<std::uint64_t> value_at(const Board& board, const Step& look, Index at) {
    for (Index i = at; i-- > 0;) {
        const Step& step = board.steps[i];
        if (&step == &look) {
            return look.before;
        }
        if (conflict(touch_of(step.operation), touch_of(look.operation))) {
            return step.operation.object == look.operation.object ? std::optional(step.after)
                                                                  : std::nullopt;
        }
    }
    return std::nullopt;
}

// The heap lies above all numbers that programs count with.
bool is_address(std::uint64_t value) {
    return value >= std::uint64_t{1} << 32;
}

struct Value {
    std::uint64_t then = 0;
    std::uint64_t now = 0;
};

bool are_the_same_addresses(const Value& one, const Value& another) {
    return (one.then == another.then) == (one.now == another.now);
}

} // namespace

Index last_before(const Board& board, Index end, ThreadId thread, Does does) {
    for (Index i = end; i-- > 0;) {
        if (is_of(board.steps[i], thread, does)) {
            return i;
        }
    }
    return end;
}

arena::Vector<const Step*> looks_before(const Board& board, Index wait) {
    const ThreadId thread = board.steps[wait].thread;
    arena::Vector<const Step*> looks;
    for (Index i = wait; i-- > 0;) {
        const Step& step = board.steps[i];
        if (is_of(step, thread, Does::lock)) {
            break;
        }
        if (is_of(step, thread, Does::read)) {
            looks.push_back(&step);
        }
    }
    return looks;
}

bool is_unchanged(const Board& board, const Step& look, Index at) {
    return value_at(board, look, at) == look.before;
}

bool have_changed(const Board& board, const arena::Vector<const Step*>& looks, Index at) {
    arena::Vector<Value> addresses;
    for (const Step* look : looks) {
        const std::optional<std::uint64_t> now = value_at(board, *look, at);
        if (!now) {
            return true;
        }
        const Value value{look->before, *now};
        if (!is_address(value.then) || !is_address(value.now)) {
            if (value.then != value.now) {
                return true;
            }
            continue;
        }
        for (const Value& other : addresses) {
            if (!are_the_same_addresses(value, other)) {
                return true;
            }
        }
        addresses.push_back(value);
    }
    return false;
}

} // namespace threadlab::explorer
