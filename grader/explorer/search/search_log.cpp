#include "explorer/search/search_log.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

template <typename T, std::size_t Most>
void add(SearchLog& log, std::array<T, Most>& list, std::uint32_t& count, const T& element) {
    if (!log.on || log.too_long) {
        return;
    }
    if (count == Most) {
        log.too_long = true;
        return;
    }
    list[count++] = element;
}

} // namespace

void note_choice(SearchLog& log, ThreadId thread, How how) {
    add(log, log.choices, log.choice_count, {thread, how});
}

void note_step(SearchLog& log, ThreadId thread, const Operation& operation) {
    add(log, log.steps, log.step_count,
        {thread, operation.does, log.choice_count, log.touch_count});
    note_touch(log, touch_of(operation));
}

void note_touch(SearchLog& log, const Touch& touch) {
    if (touch.object != 0 && log.step_count > 0) {
        add(log, log.touches, log.touch_count, touch);
    }
}

void note_chance(SearchLog& log, int outcomes, int outcome) {
    add(log, log.chances, log.chance_count, {log.step_count - 1, outcomes, outcome});
}

void note_waiting(SearchLog& log, const SearchLog::Waiting& waiting) {
    add(log, log.waiting, log.waiting_count, waiting);
}

Part<SearchLog::Choice> choices_at(const SearchLog& log, std::size_t step) {
    const SearchLog::Choice* all = log.choices.data();
    const std::uint32_t begin = step == 0 ? 0 : log.steps[step - 1].choices_end;
    return {all + begin, all + log.steps[step].choices_end};
}

Part<Touch> touches_of(const SearchLog& log, std::size_t step) {
    const Touch* all = log.touches.data();
    const bool last = step + 1 == log.step_count;
    return {all + log.steps[step].first_touch,
            all + (last ? log.touch_count : log.steps[step + 1].first_touch)};
}

bool conflict(const Part<Touch>& one, const Part<Touch>& other) {
    return std::any_of(one.begin(), one.end(), [&](const Touch& mine) {
        return std::any_of(other.begin(), other.end(),
                           [&](const Touch& theirs) { return conflict(mine, theirs); });
    });
}

} // namespace threadlab::explorer
