#include "explorer/runtime/livelock.hpp"

#include "explorer/runtime/arena.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

// In so many steps, every thread that still runs has had its turn.
constexpr std::uint32_t round_of_turns = 2000;

// What a thread does while nothing new happens.
struct Runner {
    ThreadId id = 0;
    bool wakes_by_its_limit = false;
    bool yields = false;
    bool tries_in_vain = false; // to lock
    bool tries_its_own = false; // which it has locked itself
    bool tries_with_a_lock = false;
};

std::uint32_t first_of_round(const Board& board) {
    const std::uint32_t end = recorded_steps(board);
    return end - std::min(end, round_of_turns);
}

// Those who took one of the last steps.
arena::Vector<Runner> list_runners(const Board& board) {
    arena::Vector<Runner> runners;
    for (std::uint32_t i = first_of_round(board); i < recorded_steps(board); ++i) {
        const ThreadId id = board.steps[i].thread;
        if (std::none_of(runners.begin(), runners.end(),
                         [&](const Runner& runner) { return runner.id == id; })) {
            runners.push_back({id});
        }
    }
    return runners;
}

bool contains(const arena::Vector<std::uintptr_t>& all, std::uintptr_t one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

// The semaphores that somebody gives back: who has taken one holds nothing.
arena::Vector<std::uintptr_t> list_signalled(const Board& board) {
    arena::Vector<std::uintptr_t> signalled;
    for (std::uint32_t i = 0; i < recorded_steps(board); ++i) {
        const Operation& operation = board.steps[i].operation;
        if (operation.does == Does::signal && !contains(signalled, operation.object)) {
            signalled.push_back(operation.object);
        }
    }
    return signalled;
}

// Keeps the locks that a thread holds, by the step that it takes next.
void follow_locks(arena::Vector<std::uintptr_t>& held, const Step& step) {
    const std::uintptr_t lock = step.operation.object;
    switch (step.operation.does) {
    case Does::lock:
    case Does::try_lock:
        // Once: a wait on a condition gives its lock up without a step, and takes it with one.
        if (step.how != How::timed_out && (step.operation.does == Does::lock || step.outcome) &&
            !contains(held, lock)) {
            held.push_back(lock);
        }
        break;
    case Does::unlock:
        std::erase(held, lock);
        break;
    default:
        break;
    }
}

void look_at_tries(const Board& board, const arena::Vector<std::uintptr_t>& signalled,
                   Runner& runner) {
    arena::Vector<std::uintptr_t> held;
    const std::uint32_t first = first_of_round(board);
    for (std::uint32_t i = 0; i < recorded_steps(board); ++i) {
        const Step& step = board.steps[i];
        if (step.thread != runner.id) {
            continue;
        }
        const Operation& operation = step.operation;
        if (i >= first && operation.does == Does::try_lock && !step.outcome) {
            runner.tries_in_vain = true;
            runner.tries_with_a_lock |= !held.empty();
            runner.tries_its_own |= contains(held, operation.object);
        }
        runner.wakes_by_its_limit |=
            i >= first && operation.does == Does::wake && step.how == How::timed_out;
        runner.yields |= i >= first && operation.does == Does::yield;
        if (!contains(signalled, operation.object)) {
            follow_locks(held, step);
        }
    }
}

} // namespace

void name_livelock(Board& board) {
    arena::Vector<Runner> runners = list_runners(board);
    const arena::Vector<std::uintptr_t> signalled = list_signalled(board);
    for (Runner& runner : runners) {
        look_at_tries(board, signalled, runner);
    }
    const auto all = [&](bool Runner::* is_so) {
        return std::all_of(runners.begin(), runners.end(),
                           [&](const Runner& runner) { return runner.*is_so; });
    };
    const bool is_alone = runners.size() == 1;
    if (is_alone && all(&Runner::tries_its_own)) {
        set_cause(board, "self-deadlock",
                  "a thread tries again and again to lock what it has locked itself");
    } else if (all(&Runner::wakes_by_its_limit)) {
        set_cause(board, "polling",
                  "waits end by their time limits and begin anew, where nobody ends them");
    } else if (is_alone && all(&Runner::tries_in_vain) && !all(&Runner::tries_with_a_lock)) {
        set_cause(board, "busy-wait",
                  "a thread tries again and again to take what it cannot get, and does not sleep "
                  "meanwhile");
    } else if (is_alone && all(&Runner::yields) && !all(&Runner::tries_in_vain)) {
        set_cause(board, "busy-wait",
                  "a thread asks again and again for what another one has to bring, and does not "
                  "sleep meanwhile");
    }
}

} // namespace threadlab::explorer
