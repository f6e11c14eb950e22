// Who goes on: the engine's side of it. Strategies choose among what is listed here.

#include "explorer/runtime/engine.hpp"

#include "explorer/runtime/schedule.hpp"

#include <algorithm>

namespace threadlab::explorer {

Thread* Engine::choose() {
    if (has_processes()) {
        ask_others();
    }
    std::size_t ordinary = 0;
    const bool usual = list_ready(ordinary);
    if (!usual) {
        list_candidates();
    }
    if (candidates_.empty()) {
        list_waiting_for_search(true);
        stuck();
    }
    const Situation situation{candidates_, current_->id, board_.step_count};
    if (!usual) {
        ordinary = ordinary_choice(situation);
    }
    const bool fair = is_fair();
    if (fair) {
        lose_track();
    } else {
        note_choices();
        const bool asks = strategy_ != nullptr || candidates_.size() > 1;
        if (asks && strategy().is_pruned(situation)) {
            list_waiting_for_search(false);
            end(Verdict::pruned);
        }
    }
    std::size_t index = ordinary;
    if (fair) {
        index = fair_choice(situation);
    } else if (candidates_.size() > 1) {
        index = strategy().choose(situation);
    }
    const Candidate& candidate = candidates_[index];
    // A fair turn follows from all that came before, and is no decision.
    if (index != ordinary && !fair &&
        !record_decision(Decision::Kind::thread, candidate.how, candidate.thread)) {
        fail("time-limit", "the schedule is too long", spot_here());
    }
    Thread& chosen = thread(candidate.thread);
    chosen.how = candidate.how;
    if (candidate.how == How::timed_out) {
        last_deadline_ = board_.step_count;
        if (chosen.deadline != never) {
            const Ticks deadline = chosen.deadline * ticks_per_nanosecond;
            let_time_pass(std::max<Ticks>(deadline - now_, 0));
        }
    }
    return &chosen;
}

// Up to its first choice, a schedule is the same whoever makes it.
Strategy& Engine::strategy() {
    if (strategy_ == nullptr) {
        come_to_first_choice(); // which has follow() called meanwhile
    }
    return *strategy_; // NOLINT(clang-analyzer-core.uninitialized.UndefReturn)
}

void Engine::follow(Strategy& strategy) {
    strategy_ = &strategy;
    for (std::uint32_t i = 0; i < recorded_steps(board_); ++i) {
        strategy.done(board_.steps[i]);
    }
}

void Engine::note_choices() {
    if (board_.search.on) {
        for (const Candidate& candidate : candidates_) {
            note_choice(board_.search, candidate.thread, candidate.how);
        }
    }
}

bool Engine::gives_way(const Thread& thread) const {
    return std::any_of(thread.gives_way_to.begin(), thread.gives_way_to.end(), [&](ThreadId other) {
        return threads_[static_cast<std::size_t>(other)]->can_go_on();
    });
}

// Finds out who can go on. Returns whose deadline comes first, among the others; null: nobody's.
const Thread* Engine::look_around() {
    const Thread* earliest = nullptr;
    for (Thread* thread : threads_) {
        thread->ready = thread->can_go_on();
        if (!thread->ready && !thread->finished && thread->deadline != never &&
            (earliest == nullptr || thread->deadline < earliest->deadline)) {
            earliest = thread;
        }
    }
    return earliest;
}

// In place: to put it together elsewhere and copy it costs much of a step.
void Engine::add_candidate(const Thread& thread, How how) {
    Candidate& candidate = candidates_.emplace_back();
    candidate.thread = thread.id;
    candidate.how = how;
    candidate.next = thread.next;
}

// What list_candidates() and ordinary_choice() come to where nothing is special: some can go on,
// and nobody gives way or waits for what may end otherwise. Returns false where that is not so.
bool Engine::list_ready(std::size_t& ordinary) {
    candidates_.clear();
    if (somebody_gives_way_) {
        return false;
    }
    for (const Thread* thread : threads_) {
        if (thread->can_go_on()) {
            if (thread == current_) {
                ordinary = candidates_.size();
            }
            add_candidate(*thread, How::ready);
        } else if (!thread->finished &&
                   (thread->deadline != never || thread->may_wake_spuriously)) {
            return false;
        }
    }
    return !candidates_.empty();
}

// What each thread could do next. Who waits may wake for no reason as long as that is not the only
// way on.
void Engine::list_candidates() {
    const auto is_ready = [](const Thread* thread) { return thread->ready; };
    const Thread* earliest = look_around();
    bool any_ready = std::any_of(threads_.begin(), threads_.end(), is_ready);
    if (!any_ready && finish_work_before(earliest == nullptr ? never : earliest->deadline)) {
        earliest = look_around();
        any_ready = true;
    }
    if (earliest != nullptr) {
        lose_track(); // whose deadline comes first depends on everybody
    }
    if (any_ready && earliest != nullptr && !may_time_pass(*earliest)) {
        earliest = nullptr;
    }
    candidates_.clear();
    if (!any_ready && (earliest == nullptr || is_waiting_in_vain())) {
        list_impatient();
        return; // a wait that ends for no reason is no way out
    }
    if (!any_ready && steps_in_place_ > 0) {
        ++deadlines_in_vain_;
    }
    const bool all_give_way =
        somebody_gives_way_ && std::all_of(threads_.begin(), threads_.end(), [&](Thread* thread) {
            return !thread->ready || gives_way(*thread);
        });
    for (const Thread* thread : threads_) {
        if (thread->ready) {
            if (all_give_way || !somebody_gives_way_ || !gives_way(*thread)) {
                add_candidate(*thread, How::ready);
            }
            continue;
        }
        if (thread == earliest) {
            add_candidate(*thread, How::timed_out);
        }
        if (thread->may_wake_spuriously) {
            add_candidate(*thread, How::spurious);
        }
    }
}

void Engine::list_waiting_for_search(bool stuck) {
    for (const Thread* thread : threads_) {
        if (!thread->finished) {
            note_waiting(board_.search,
                         {thread->id, thread->next, stuck && thread->may_wake_spuriously});
        }
    }
}

// Whether the earliest deadline may come although somebody can go on.
bool Engine::may_time_pass(const Thread& earliest) const {
    if (!is_fair()) {
        return options_.time_is_free;
    }
    // Who gives way again and again may wait for time to pass. But who wakes only to wait again
    // comes to his wait before another one wakes: else they would keep each other awake. Who sleeps
    // looks for nobody, and does something when that is over; but where time counts, others come
    // to their own sleeps first.
    constexpr std::uint32_t round = 64;
    const bool is_sleep = earliest.next.does == Does::sleep && options_.time_is_free;
    return is_sleep || board_.step_count - last_deadline_ >= round;
}

// Whether time alone brings nothing new any more: who waits with a deadline waits again and again,
// and somebody waits for just that. Who sleeps since before will do something when that is over.
bool Engine::is_waiting_in_vain() const {
    constexpr std::uint32_t most_in_vain = 30;
    const auto is_patient = [](const Thread* thread) {
        return !thread->finished && thread->patience > 0;
    };
    const auto sleeps_since_before = [&](const Thread* thread) {
        return !thread->finished && thread->next.does == Does::sleep &&
               thread->waits_since <= new_at_;
    };
    return deadlines_in_vain_ >= most_in_vain &&
           std::any_of(threads_.begin(), threads_.end(), is_patient) &&
           std::none_of(threads_.begin(), threads_.end(), sleeps_since_before);
}

// Nobody can go on: those who have waited for that.
void Engine::list_impatient() {
    lose_track(); // it depends on everybody
    int least = std::numeric_limits<int>::max();
    for (const Thread* thread : threads_) {
        if (!thread->finished && thread->patience > 0) {
            least = std::min(least, thread->patience);
        }
    }
    for (const Thread* thread : threads_) {
        if (!thread->finished && thread->patience == least) {
            add_candidate(*thread, How::timed_out);
        }
    }
}

std::size_t Engine::fair_choice(const Situation& situation) {
    if (steps_in_place_ >= options_.patience + options_.fair_suffix) {
        fail(or_leaked("livelock"), "", spot_here());
    }
    // Round robin, a few steps each. Turns of one length would meet a loop of that length in the
    // same place for ever; and a turn that is over lasts until another can go on.
    constexpr std::uint32_t lengths = 13; // a prime, so that all of them come
    constexpr std::uint32_t stride = 7;
    const bool is_over = situation.step - turn_began_ > turns_ * stride % lengths;
    const std::size_t index = next_in_turn(situation, situation.current + (is_over ? 1 : 0));
    if (is_over && situation.candidates[index].thread != situation.current) {
        turn_began_ = situation.step;
        ++turns_;
    }
    return index;
}

// Whose turn it is from thread `first` on. A wait that ends for no reason is nobody's.
std::size_t Engine::next_in_turn(const Situation& situation, ThreadId first) {
    const auto& candidates = situation.candidates;
    std::size_t wrapped = candidates.size();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].how == How::spurious) {
            continue;
        }
        if (candidates[i].thread >= first) {
            return i;
        }
        wrapped = std::min(wrapped, i);
    }
    return wrapped < candidates.size() ? wrapped : ordinary_choice(situation);
}

bool Engine::record_decision(Decision::Kind kind, How how, int choice) {
    if (board_.decision_count == most_decisions) {
        return false;
    }
    board_.decisions[board_.decision_count++] = {kind, how, static_cast<std::int16_t>(choice),
                                                 board_.step_count};
    return true;
}

int Engine::chance(int outcomes) {
    if (is_fair()) {
        return 0;
    }
    const int outcome = strategy().chance(outcomes);
    if (board_.search.on) {
        note_chance(board_.search, outcomes, outcome);
    }
    const bool told = outcome == 0 || record_decision(Decision::Kind::chance, How::ready, outcome);
    return told ? outcome : 0;
}

void Engine::give_way(Thread& thread) {
    somebody_gives_way_ = true;
    lose_track();
    thread.gives_way_to.clear();
    for (const Thread* other : threads_) {
        if (other != &thread && other->can_go_on()) {
            thread.gives_way_to.push_back(other->id);
        }
    }
}

void Engine::yield(std::uintptr_t pc) {
    // A yield promises nothing: the first few may well come back at once. Who goes on yielding, and
    // sees nothing new, lets the others in.
    constexpr std::uint32_t most_in_vain = 8;
    constexpr Ticks yield_time = 1'000'000 * ticks_per_nanosecond;
    if (++current_->yields_in_vain > most_in_vain) {
        give_way(*current_);
    }
    if (is_fair()) {
        let_time_pass(yield_time); // the clock may be what it waits for
    }
    Operation operation;
    operation.does = Does::yield;
    operation.pc = pc;
    point(operation);
}

} // namespace threadlab::explorer
