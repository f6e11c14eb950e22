#include "explorer/runtime/looks.hpp"

#include <algorithm>
#include <optional>

namespace threadlab::explorer {
namespace {

bool writes(const Step& step) {
    return step.operation.does == Does::write || step.operation.does == Does::update;
}

bool reads(const Step& step) {
    return step.operation.does == Does::read;
}

// What the thread that takes the step `at` has done of that kind since it took a lock; the last
// comes first.
arena::Vector<const Step*> since_lock(const Board& board, Index at,
                                      bool (*is_wanted)(const Step&)) {
    const ThreadId thread = board.steps[at].thread;
    arena::Vector<const Step*> steps;
    for (Index i = at; i-- > 0;) {
        const Step& step = board.steps[i];
        if (is_of(step, thread, Does::lock)) {
            break;
        }
        if (step.thread == thread && is_wanted(step)) {
            steps.push_back(&step);
        }
    }
    return steps;
}

// The last step before `wait` that signals what is waited for there; `wait` if there is none.
Index last_signal_before(const Board& board, Index wait) {
    for (Index i = wait; i-- > 0;) {
        const Operation& operation = board.steps[i].operation;
        if (operation.object == board.steps[wait].operation.object &&
            (operation.does == Does::signal || operation.does == Does::broadcast)) {
            return i;
        }
    }
    return wait;
}

// What the signalling thread had changed under its lock; nothing if there was no signal.
arena::Vector<const Step*> news_of(const Board& board, Index signal, Index wait) {
    return signal == wait ? arena::Vector<const Step*>() : since_lock(board, signal, writes);
}

constexpr ThreadId anybody = -1;

// What is there when the step `at` is taken, where only what `writer` has written counts; nothing
// if that is not known.
std::optional<std::uint64_t> value_at(const Board& board, const Step& look, Index at,
                                      ThreadId writer = anybody) {
    const Operation& looked = look.operation;
    if (looked.size > sizeof look.before) {
        return std::nullopt;
    }
    for (Index i = at; i-- > 0;) {
        const Step& step = board.steps[i];
        if (&step == &look) {
            return look.before;
        }
        const Operation& operation = step.operation;
        if (writes(step) && (writer == anybody || step.thread == writer) &&
            conflict(touch_of(operation), touch_of(looked))) {
            const bool is_same = operation.object == looked.object && operation.size == looked.size;
            return is_same ? std::optional(step.after) : std::nullopt;
        }
    }
    return std::nullopt;
}

// The heap lies above all numbers that programs count with.
bool is_address(std::uint64_t value) {
    return value >= std::uint64_t{1} << 32;
}

// What was somewhere, and what is there now.
struct Value {
    std::uintptr_t object = 0;
    std::uint64_t then = 0;
    std::uint64_t now = 0;
};

bool is_another(const Value& value) {
    return value.then != value.now;
}

// Whether it is one of two addresses at different places that were the same, and are the same.
bool is_still_one_of_two(const Value& value, const arena::Vector<Value>& all) {
    return is_address(value.then) && is_address(value.now) &&
           std::any_of(all.begin(), all.end(), [&](const Value& other) {
               return other.object != value.object && other.then == value.then &&
                      other.now == value.now;
           });
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
    return since_lock(board, wait, reads);
}

bool is_unchanged(const Board& board, const Step& look, Index at) {
    return value_at(board, look, at) == look.before;
}

bool have_changed(const Board& board, const arena::Vector<const Step*>& looks, Index wait,
                  Index at) {
    arena::Vector<Value> values;
    for (const Step* look : looks) {
        // As the thread knows it. What others change between its look and its wait it has missed.
        const std::optional<std::uint64_t> then = value_at(board, *look, wait, look->thread);
        const std::optional<std::uint64_t> now = value_at(board, *look, at);
        if (!then || !now) {
            return true;
        }
        values.push_back({look->operation.object, *then, *now});
    }
    return std::any_of(values.begin(), values.end(), [&](const Value& value) {
        return is_another(value) && !is_still_one_of_two(value, values);
    });
}

bool had_news(const Board& board, Index wait) {
    return !news_of(board, last_signal_before(board, wait), wait).empty();
}

bool has_not_seen_the_news(const Board& board, Index wait) {
    const Step& waiting = board.steps[wait];
    const Index signal = last_signal_before(board, wait);
    const arena::Vector<const Step*> news = news_of(board, signal, wait);
    const auto is_about_them = [&](const Step& step) {
        return step.thread == waiting.thread &&
               std::any_of(news.begin(), news.end(), [&](const Step* change) {
                   return conflict(touch_of(change->operation), touch_of(step.operation));
               });
    };
    const Index lock = last_before(board, wait, waiting.thread, Does::lock);
    bool looked = false;
    bool dealt_with = false;
    for (Index i = signal; i < wait; ++i) {
        const Step& step = board.steps[i];
        if (reads(step) && is_about_them(step)) {
            looked = true;
            if (i > lock) {
                return false;
            }
        }
        dealt_with = dealt_with || (writes(step) && is_about_them(step));
    }
    return !news.empty() && !(looked && dealt_with);
}

} // namespace threadlab::explorer
