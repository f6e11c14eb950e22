// What an exhaustive search has to know of a schedule that was run, on the board.
#pragma once

#include "explorer/runtime/operation.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace threadlab::explorer {

// A schedule of more steps, or more of anything else, is not searched exhaustively.
constexpr std::size_t most_searched_steps = std::size_t{1} << 13;
constexpr std::size_t most_candidates = std::size_t{1} << 16;
constexpr std::size_t most_touches = std::size_t{1} << 14;
constexpr std::size_t most_chances = std::size_t{1} << 12;
constexpr std::size_t most_waiting = 256;

// How far the lists of a search log are filled, and what it says besides.
struct SearchProgress {
    bool on = false;       // nothing is noted otherwise
    bool too_long = false; // more happened than there is room for
    bool strayed = false;  // the schedule was not the one asked for
    // Something happened whose effect on other threads' steps is not known from what they touch.
    bool unfollowed = false;
    std::uint32_t step_count = 0;
    std::uint32_t choice_count = 0;
    std::uint32_t touch_count = 0;
    std::uint32_t chance_count = 0;
    std::uint32_t waiting_count = 0;
};

struct SearchLog : SearchProgress {
    // A way to go on: one of those that there were when a step was chosen.
    struct Choice {
        ThreadId thread = 0;
        How how = How::ready;
    };
    struct Step {
        ThreadId thread = 0;
        Does does = Does::begin;
        std::uint32_t choices_end = 0; // what could be chosen begins where the last step's ends
        std::uint32_t first_touch = 0; // what it touches ends where the next step's begins
    };
    struct Chance {
        std::uint32_t step = 0; // of which it is a part
        int outcomes = 0;
        int outcome = 0;
    };
    // A thread that has not ended when the schedule does, and what it is about to do.
    struct Waiting {
        ThreadId thread = 0;
        Operation next;
        bool may_wake_spuriously = false;
    };

    SearchProgress& progress() { return *this; }

    std::array<Step, most_searched_steps> steps;
    std::array<Choice, most_candidates> choices;
    std::array<Touch, most_touches> touches;
    std::array<Chance, most_chances> chances;
    std::array<Waiting, most_waiting> waiting;
};

// Notes that there was this way to go on for the step to come.
void note_choice(SearchLog& log, ThreadId thread, How how);
// Notes the step that was chosen among them.
void note_step(SearchLog& log, ThreadId thread, const Operation& operation);
// Notes more of what the last step makes use of, beyond what its operation says.
void note_touch(SearchLog& log, const Touch& touch);
void note_chance(SearchLog& log, int outcomes, int outcome);
void note_waiting(SearchLog& log, const SearchLog::Waiting& waiting);

// A part of one of the log's lists.
template <typename T>
struct Part {
    const T* first;
    const T* last;
    const T* begin() const { return first; }
    const T* end() const { return last; }
};

// What could have been chosen as that step.
Part<SearchLog::Choice> choices_at(const SearchLog& log, std::size_t step);
// All that the step made use of.
Part<Touch> touches_of(const SearchLog& log, std::size_t step);

bool conflict(const Part<Touch>& one, const Part<Touch>& other);

} // namespace threadlab::explorer
