#include "explorer/runtime/blame.hpp"

#include "explorer/runtime/engine.hpp"
#include "explorer/runtime/livelock.hpp"
#include "explorer/runtime/looks.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace threadlab::explorer {
namespace {

// Whether time has passed with that step.
bool takes_time(const Board& board, Index step) {
    return board.steps[step].time > (step == 0 ? 0 : board.steps[step - 1].time);
}

// Every decision of a minimised schedule is needed for the failure. Where one of them is that a
// sleep ends although others could still run, the program relied on their being done by then. Where
// no time passes, somebody else's sleep had ended at the same time: this one orders nothing.
const Step* sleep_relied_on(const Board& board) {
    for (Index i = 0; i < board.decision_count; ++i) {
        const Decision& decision = board.decisions[i];
        if (decision.kind == Decision::Kind::thread && decision.how == How::timed_out &&
            decision.step < recorded_steps(board) &&
            board.steps[decision.step].operation.does == Does::sleep &&
            takes_time(board, decision.step)) {
            return &board.steps[decision.step];
        }
    }
    return nullptr;
}

// The thread's step that follows the one with that index; how many there are if none does.
Index next_of(const Board& board, Index index, ThreadId thread) {
    const Index count = recorded_steps(board);
    Index i = index + 1;
    while (i < count && board.steps[i].thread != thread) {
        ++i;
    }
    return i;
}

// Where the step was taken in the function whose callers are `stack`; nothing if that function has
// no part in it.
std::optional<std::uintptr_t> place_above(const Board& board, const Step& step,
                                          std::uint32_t stack) {
    std::uintptr_t place = step.operation.pc;
    for (std::uint32_t at = step.stack; at != stack; at = board.stacks[at].below) {
        if (at == 0) {
            return std::nullopt;
        }
        place = board.stacks[at].pc;
    }
    return place;
}

// Whether the look lies behind the wait in the innermost function that both are taken in, or called
// from, which then waits in a loop: it was the end of the round before.
bool is_of_last_round(const Board& board, const Step& look, const Step& wait) {
    for (std::uint32_t at = wait.stack;; at = board.stacks[at].below) {
        if (const auto place = place_above(board, look, at)) {
            return *place > place_above(board, wait, at).value();
        }
        if (at == 0) {
            return false;
        }
    }
}

// Whether the thread acts on what it has seen: others may see what it does.
bool has_effect(const Step& step) {
    switch (step.operation.does) {
    case Does::write:
    case Does::update:
        return step.before != step.after;
    case Does::signal:
    case Does::broadcast:
        return true;
    default:
        return false;
    }
}

// Whether the thread looks once more before it goes on to do something.
bool is_seen_again(const Board& board, const Step& look, Index from) {
    for (Index i = from; i < recorded_steps(board); ++i) {
        const Step& step = board.steps[i];
        if (step.thread != look.thread) {
            continue;
        }
        if (has_effect(step)) {
            return false;
        }
        // Called from the same place, too: a container's own functions look for everybody.
        if (step.operation.does == Does::read && step.operation.pc == look.operation.pc &&
            step.stack == look.stack && step.operation.object == look.operation.object) {
            return true;
        }
    }
    return false;
}

// Whether the thread waits there again before it gives up the lock that it has taken at that step:
// it stood in a loop, wherever that looks.
bool waits_again(const Board& board, Index locked, std::uintptr_t condition) {
    const ThreadId thread = board.steps[locked].thread;
    for (Index i = locked + 1; i < recorded_steps(board); ++i) {
        if (is_of(board.steps[i], thread, Does::unlock)) {
            return false;
        }
        if (is_of(board.steps[i], thread, Does::wait) &&
            board.steps[i].operation.object == condition) {
            return true;
        }
    }
    return false;
}

// Whether the thread that woke at that step went on although all was as before its wait, and did
// not look.
bool goes_on_blindly(const Board& board, Index wake) {
    const Step& woken = board.steps[wake];
    const Index wait = last_before(board, wake, woken.thread, Does::wait);
    // Only who has waited on a condition variable takes its lock again next.
    const Index locked = next_of(board, wake, woken.thread);
    if (woken.how == How::timed_out || wait == wake || locked == recorded_steps(board) ||
        board.steps[locked].operation.does != Does::lock ||
        board.steps[wait].operation.object != woken.operation.object ||
        waits_again(board, locked, woken.operation.object)) {
        return false;
    }
    arena::Vector<const Step*> looks = looks_before(board, wait);
    std::erase_if(
        looks, [&](const Step* look) { return is_of_last_round(board, *look, board.steps[wait]); });
    if (looks.empty()) {
        return woken.how == How::spurious;
    }
    return std::all_of(looks.begin(), looks.end(), [&](const Step* look) {
        return is_unchanged(board, *look, locked) && !is_seen_again(board, *look, locked);
    });
}

const Step* wait_without_loop(const Board& board) {
    for (Index i = recorded_steps(board); i-- > 0;) {
        if (board.steps[i].operation.does == Does::wake && goes_on_blindly(board, i)) {
            return &board.steps[i];
        }
    }
    return nullptr;
}

// Whether it is the kind of failure that comes of going on too soon. Who waits for ever, does not.
bool is_consequence(const Board& board) {
    const std::string_view diagnosis = board.failure.diagnosis.data();
    const bool waits = board.stuck_count > 0 || diagnosis == "livelock" ||
                       diagnosis == "busy-wait" || diagnosis == "polling";
    return !waits && !came_to_a_limit(board) && diagnosis != "forged-result" &&
           diagnosis != "forbidden-call";
}

void blame(Board& board, const char* diagnosis, const Step& step) {
    set_diagnosis(board, diagnosis);
    board.failure.spot = Engine::spot_of(step);
}

} // namespace

void blame_the_cause(Board& board, const Findings& findings) {
    if (std::string_view(board.failure.diagnosis.data()) == "livelock") {
        name_livelock(board);
    }
    // Who holds and wants locks in a circle does so whoever sleeps, and who wakes by time limits
    // relies on no other sleep.
    const std::string_view diagnosis = board.failure.diagnosis.data();
    if (findings.race || diagnosis == "self-deadlock" || diagnosis == "deadlock" ||
        diagnosis == "polling") {
        return;
    }
    if (const Step* sleep = sleep_relied_on(board)) {
        blame(board, "sleep-as-sync", *sleep);
    } else if (const Step* wait = is_consequence(board) ? wait_without_loop(board) : nullptr) {
        blame(board, "wait-without-loop", *wait);
    }
}

} // namespace threadlab::explorer
