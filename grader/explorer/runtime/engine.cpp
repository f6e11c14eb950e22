#include "explorer/runtime/engine.hpp"

#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <cstring>
#include <dlfcn.h>
#include <sys/syscall.h>

namespace threadlab::explorer {

namespace {

void add_to(std::uint64_t& hash, std::uint64_t value) {
    // FNV-1a (Fowler, Noll, Vo), a word at a time.
    hash = (hash ^ value) * 0x100000001b3ULL;
}

void wait_for_baton(std::uint32_t& baton) {
    while (__atomic_exchange_n(&baton, 0, __ATOMIC_ACQUIRE) == 0) {
        system::futex_wait(&baton, 0);
    }
}

void give_baton(std::uint32_t& baton) {
    __atomic_store_n(&baton, 1, __ATOMIC_RELEASE);
    system::futex_wake(&baton);
}

template <std::size_t Size>
void copy_text(std::array<char, Size>& to, const char* text) {
    std::strncpy(to.data(), text, Size - 1);
}

std::uint64_t value_at(const Operation& operation) {
    std::uint64_t value = 0;
    if (operation.size > 0 && operation.size <= sizeof value) {
        std::memcpy(&value, reinterpret_cast<const void*>(operation.object), operation.size);
    }
    return value;
}

// libstdc++ guards a std::atomic<std::shared_ptr> by spinning on a bit of it, which is no business
// of the program's.
bool is_library_spin(const Board& board, const Step& step) {
    for (std::uint32_t at = step.stack; at != 0; at = board.stacks[at].below) {
        Dl_info found{};
        if (dladdr(reinterpret_cast<void*>(board.stacks[at].pc), &found) != 0 &&
            found.dli_sname != nullptr && std::strstr(found.dli_sname, "_Sp_atomic") != nullptr) {
            return true;
        }
    }
    return false;
}

bool can_go_on(const Thread& thread) {
    return !thread.finished && (thread.condition == nullptr || thread.condition->holds());
}

} // namespace

Engine::Engine(Board& board, Strategy& strategy, const EngineOptions& options)
    : board_(board), strategy_(strategy), options_(options) {
    current_ = &add_thread();
    current_->creator = -1;
}

Thread& Engine::add_thread() {
    auto* thread = arena::make<Thread>();
    thread->id = static_cast<ThreadId>(threads_.size());
    if (current_ != nullptr) {
        thread->creator = current_->id;
        thread->clock.join(current_->clock);
    }
    thread->clock.tick(thread->id);
    if (threads_.size() == most_threads) {
        fail("process-limit", "", spot_here());
    }
    board_.creators[threads_.size()] = thread->creator;
    threads_.push_back(thread);
    board_.threads = static_cast<std::uint32_t>(threads_.size());
    return *thread;
}

How Engine::point(const Operation& operation, const Condition* condition, Nanoseconds deadline,
                  bool may_wake_spuriously) {
    Thread& me = *current_;
    close_step(me);
    me.next = operation;
    me.condition = condition;
    me.deadline = deadline;
    me.may_wake_spuriously = may_wake_spuriously;
    if (Thread* chosen = choose(); chosen != &me) {
        hand_over(me, *chosen);
    }
    me.condition = nullptr;
    me.deadline = never;
    me.may_wake_spuriously = false;
    take_step(me);
    return me.how;
}

void Engine::before_access(const Operation& operation, bool visible) {
    if (visible) {
        point(operation);
    } else {
        close_step(*current_);
    }
}

void Engine::hand_over(Thread& from, Thread& to) {
    ++board_.switches;
    if (can_go_on(from)) {
        ++board_.preemptions;
    }
    current_ = &to;
    give_baton(to.baton);
    wait_for_baton(from.baton);
}

void Engine::finish_thread() {
    Thread& me = *current_;
    close_step(me);
    me.finished = true;
    Thread* chosen = choose();
    current_ = chosen;
    give_baton(chosen->baton);
    // It keeps its stack and what lies there: nothing that runs later can meet its remains.
    while (true) {
        wait_for_baton(me.baton);
    }
}

Thread* Engine::choose() {
    list_candidates();
    if (candidates_.empty()) {
        stuck();
    }
    const Situation situation{candidates_, current_->id, board_.step_count};
    const std::size_t ordinary = ordinary_choice(situation);
    std::size_t index = ordinary;
    if (is_fair()) {
        index = fair_choice(situation);
    } else if (candidates_.size() > 1) {
        index = strategy_.choose(situation);
    }
    const Candidate& candidate = candidates_[index];
    if (index != ordinary) {
        if (board_.decision_count == most_decisions) {
            fail("time-limit", "the schedule is too long", spot_here());
        }
        board_.decisions[board_.decision_count++] = {Decision::Kind::thread, candidate.how,
                                                     static_cast<std::int16_t>(candidate.thread),
                                                     board_.step_count};
    }
    Thread& chosen = thread(candidate.thread);
    chosen.how = candidate.how;
    if (candidate.how == How::timed_out) {
        now_ = std::max(now_, chosen.deadline);
    }
    return &chosen;
}

void Engine::list_candidates() {
    candidates_.clear();
    const Thread* earliest = nullptr;
    const auto gives_way = [&](const Thread& thread) {
        return std::any_of(thread.gives_way_to.begin(), thread.gives_way_to.end(),
                           [&](ThreadId other) { return can_go_on(this->thread(other)); });
    };
    bool any_ready = false;
    for (const Thread* thread : threads_) {
        if (can_go_on(*thread)) {
            any_ready = true;
            if (thread->gives_way_to.empty() || !gives_way(*thread)) {
                candidates_.push_back({thread->id, How::ready, thread->next});
            }
        } else if (!thread->finished && thread->deadline != never &&
                   (earliest == nullptr || thread->deadline < earliest->deadline)) {
            earliest = thread;
        }
    }
    if (any_ready && candidates_.empty()) {
        for (const Thread* thread : threads_) {
            if (can_go_on(*thread)) {
                candidates_.push_back({thread->id, How::ready, thread->next});
            }
        }
    }
    if (earliest != nullptr && (options_.time_is_free || candidates_.empty())) {
        candidates_.push_back({earliest->id, How::timed_out, earliest->next});
    }
    if (candidates_.empty()) {
        return; // a wait that ends for no reason is no way out
    }
    for (const Thread* thread : threads_) {
        if (thread->may_wake_spuriously && thread != earliest && !can_go_on(*thread)) {
            candidates_.push_back({thread->id, How::spurious, thread->next});
        }
    }
    std::sort(candidates_.begin(), candidates_.end(),
              [](const Candidate& a, const Candidate& b) { return a.thread < b.thread; });
}

std::size_t Engine::fair_choice(const Situation& situation) {
    if (steps_in_place_ >= options_.patience + options_.fair_suffix) {
        fail("livelock", "", spot_here());
    }
    // Round robin, a few steps each, so that nobody is always met in the same place.
    constexpr std::uint32_t turn = 7;
    const bool stay = situation.step % turn != 0;
    std::size_t best = ordinary_choice(situation);
    for (std::size_t i = 0; i < situation.candidates.size(); ++i) {
        const Candidate& candidate = situation.candidates[i];
        if (candidate.how != How::ready) {
            continue;
        }
        if (candidate.thread == situation.current && stay) {
            return i;
        }
        if (candidate.thread > situation.current) {
            return i;
        }
    }
    return best;
}

void Engine::take_step(Thread& thread) {
    for (Thread* other : threads_) {
        if (!other->gives_way_to.empty() && other != &thread) {
            std::erase(other->gives_way_to, thread.id);
        }
    }
    thread.last_step = static_cast<std::int32_t>(board_.step_count++);
    Step& step = step_at(thread.last_step);
    step = {};
    step.thread = thread.id;
    step.operation = thread.next;
    step.how = thread.how;
    step.stack = thread.stack;
    step.time = now_;
    const Does does = thread.next.does;
    if (does == Does::read || does == Does::write || does == Does::update) {
        accessing = thread.next.pc;
        step.before = step.after = value_at(thread.next);
        accessing = 0;
        if (does != Does::read) {
            thread.open_step = thread.last_step;
        }
    }
    add_to(board_.hash, static_cast<std::uint64_t>(thread.id));
    add_to(board_.hash, static_cast<std::uint64_t>(does));
    add_to(board_.hash, thread.next.pc);
    add_to(board_.hash, thread.next.object);
    add_to(board_.hash, step.before);
    count_steps_in_place(step);
    strategy_.done(step);
    switch (does) {
    case Does::read:
    case Does::write:
    case Does::update:
    case Does::lock:
    case Does::try_lock:
    case Does::unlock:
    case Does::wait:
    case Does::wake:
    case Does::yield:
        break;
    default:
        thread.changed_step = thread.last_step;
        thread.yields_in_vain = 0;
    }
    if (thread.open_step < 0) {
        watch_for_spinning(thread, step);
    }
}

// What was written is known when the thread comes back.
void Engine::close_step(Thread& thread) {
    if (thread.open_step < 0) {
        return;
    }
    Step& step = step_at(thread.open_step);
    const std::int32_t index = thread.open_step;
    thread.open_step = -1;
    step.after = value_at(step.operation);
    if (step.before != step.after) {
        thread.changed_step = index;
        thread.yields_in_vain = 0;
    }
    watch_for_spinning(thread, step);
}

void Engine::watch_for_spinning(Thread& thread, const Step& step) {
    switch (thread.idling.look_at(step)) {
    case Idling::Sign::spins:
        if (is_library_spin(board_, step)) {
            give_way(thread);
            break;
        }
        fail("busy-wait", "", spot_of(step));
    case Idling::Sign::polls:
        fail("polling", "", spot_of(step));
    case Idling::Sign::none:
        break;
    }
}

void Engine::count_steps_in_place(const Step& step) {
    std::uint64_t what = static_cast<std::uint64_t>(step.thread);
    for (const std::uint64_t part :
         {std::uint64_t{step.operation.pc}, std::uint64_t{step.operation.object}, step.before}) {
        add_to(what, part);
    }
    steps_in_place_ = seen_.insert(what).second ? 0 : steps_in_place_ + 1;
}

Step& Engine::step_at(std::int32_t index) {
    const auto at = static_cast<std::size_t>(index);
    return at < most_steps ? board_.steps[at] : unrecorded_;
}

Step& Engine::last_step() {
    return step_at(current_->last_step);
}

int Engine::chance(int outcomes) {
    const int outcome = is_fair() ? 0 : strategy_.chance(outcomes);
    if (outcome != 0) {
        if (board_.decision_count == most_decisions) {
            return 0;
        }
        board_.decisions[board_.decision_count++] = {Decision::Kind::chance, How::ready,
                                                     static_cast<std::int16_t>(outcome),
                                                     board_.step_count};
    }
    return outcome;
}

void Engine::give_way(Thread& thread) {
    thread.gives_way_to.clear();
    for (const Thread* other : threads_) {
        if (other != &thread && can_go_on(*other)) {
            thread.gives_way_to.push_back(other->id);
        }
    }
}

void Engine::yield(std::uintptr_t pc) {
    // A yield promises nothing: the first few may well come back at once. Who goes on yielding, and
    // sees nothing new, lets the others in.
    constexpr std::uint32_t most_in_vain = 8;
    if (++current_->yields_in_vain > most_in_vain) {
        give_way(*current_);
    }
    Operation operation;
    operation.does = Does::yield;
    operation.pc = pc;
    point(operation);
}

void Engine::wait_for_first_turn(Thread& thread) {
    wait_for_baton(thread.baton);
    take_step(thread);
}

Spot Engine::spot_at(Does does, std::uintptr_t pc) const {
    return {current_->id, does, pc, current_->stack, 0};
}

Spot Engine::spot_here() const {
    return {current_->id, current_->next.does, current_->next.pc, current_->stack,
            current_->next.object};
}

Spot Engine::spot_of(const Step& step) {
    return {step.thread, step.operation.does, step.operation.pc, step.stack, step.operation.object};
}

void Engine::fail(const char* diagnosis, const char* detail, const Spot& spot) {
    Failure& failure = board_.failure;
    failure = {};
    copy_text(failure.diagnosis, diagnosis);
    copy_text(failure.detail, detail);
    failure.spot = spot;
    failure.step = board_.step_count;
    end(Verdict::failed);
}

void Engine::end(Verdict verdict) {
    board_.verdict = verdict;
    system::call(SYS_exit_group, 0);
    __builtin_trap();
}

} // namespace threadlab::explorer
