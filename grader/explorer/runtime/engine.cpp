#include "explorer/runtime/engine.hpp"

#include "explorer/runtime/debugger.hpp"
#include "explorer/runtime/library_code.hpp"
#include "explorer/runtime/places.hpp"
#include "explorer/runtime/schedule.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cstring>
#include <sys/syscall.h>

namespace threadlab::explorer {

namespace {

void add_to(std::uint64_t& hash, std::uint64_t value) {
    // FNV-1a (Fowler, Noll, Vo), a word at a time.
    hash = (hash ^ value) * 0x100000001b3ULL;
}

std::uint64_t hashed(std::uint64_t hash, const Step& step) {
    add_to(hash, static_cast<std::uint64_t>(step.thread));
    add_to(hash, static_cast<std::uint64_t>(step.operation.does));
    add_to(hash, step.operation.pc);
    add_to(hash, step.operation.object);
    // What a write finds there is nobody's doing where it is the first: the runtime has used the
    // same stack, and leaves less there where it follows a schedule less closely.
    if (step.operation.does != Does::write) {
        add_to(hash, step.before);
    }
    return hash;
}

template <typename Value>
std::uint64_t value_as(std::uintptr_t address) {
    Value value = 0;
    std::memcpy(&value, reinterpret_cast<const void*>(address), sizeof value);
    return value;
}

// Without a call for the usual sizes: it takes longer than all else that a step records.
std::uint64_t value_at(const Operation& operation) {
    const std::uintptr_t address = address_at(operation.object);
    switch (operation.size) {
    case 1:
        return value_as<std::uint8_t>(address);
    case 2:
        return value_as<std::uint16_t>(address);
    case 4:
        return value_as<std::uint32_t>(address);
    case 8:
        return value_as<std::uint64_t>(address);
    default: {
        std::uint64_t value = 0;
        if (operation.size < sizeof value) {
            std::memcpy(&value, reinterpret_cast<const void*>(address), operation.size);
        }
        return value;
    }
    }
}

// Apart from writes, which may leave things as they were.
bool changes_something(Does does) {
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
    case Does::compute:
        return false;
    default:
        return true;
    }
}

// Steps of a short schedule need not be remembered: it ends before it could be called livelock.
constexpr std::uint32_t short_schedule = 1000;

} // namespace

constinit std::int64_t blocks_left = 0;

Engine::Engine(Board& board, const EngineOptions& options)
    : board_(board), options_(options), processors_(options.cores) {
    blocks_left = most_blocks;
    here = arena::make<Process>();
    here->real = static_cast<int>(system::call(SYS_getpid));
    processes_.push_back(here);
    current_ = &add_thread();
    current_->creator = -1;
    current_->context.thread_pointer = current_thread_pointer();
}

Thread& Engine::add_thread() {
    auto* thread = arena::make<Thread>();
    thread->id = static_cast<ThreadId>(threads_.size());
    if (current_ != nullptr) {
        if (threads_.size() == most_threads) {
            fail("process-limit", "", spot_here());
        }
        thread->creator = current_->id;
        thread->clock.join(current_->clock);
    }
    thread->process = here;
    thread->clock.tick(thread->id);
    board_.creators[threads_.size()] = thread->creator;
    board_.process_of[threads_.size()] = here->number;
    threads_.push_back(thread);
    board_.threads = static_cast<std::uint32_t>(threads_.size());
    return *thread;
}

How Engine::point(const Operation& operation, const Condition* condition, Nanoseconds deadline,
                  bool may_wake_spuriously) {
    Thread& me = *current_;
    close_open_step();
    pay_for_blocks();
    me.next = operation;
    me.condition = condition;
    me.deadline = deadline;
    me.waits_since = now_in_nanoseconds_;
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

void Engine::hand_over(Thread& from, Thread& to) {
    current_ = &to;
    ++board_.switch_count;
    if (to.process != here) {
        note_conditions();
        call(*to.process, Call::go_on);
        await_turn(from);
        return;
    }
    switch_context(from.context, to.context);
}

void Engine::finish_thread() {
    Thread& me = *current_;
    close_open_step();
    collect_blocks();
    me.finished = true;
    if (has_processes()) {
        doubt_all();
    }
    // It keeps its stack and what lies there: nothing that runs later can meet its remains.
    hand_over(me, *choose());
    __builtin_unreachable();
}

void Engine::take_step(Thread& thread) {
    if (board_.step_count >= options_.most_steps) {
        lose_track();
        end(Verdict::pruned);
    }
    if (somebody_gives_way_) {
        for (Thread* other : threads_) {
            if (other != &thread) {
                std::erase(other->gives_way_to, thread.id);
            }
        }
    }
    const Step& step = record_step(thread);
    board_.hash = hashed(board_.hash, step);
    if (board_.step_count >= short_schedule) {
        count_steps_in_place(step);
    }
    if (board_.search.on) {
        note_step(board_.search, step.thread, step.operation);
    }
    if (strategy_ != nullptr) {
        strategy_->done(step);
    }
    if (changes_something(step.operation.does)) {
        note_change(thread, thread.last_step);
    }
    if (has_processes()) {
        doubt(step.operation.object, step.operation.size);
    }
    if (thread.open_step < 0) {
        watch_for_spinning(thread, step);
    }
}

const Step& Engine::record_step(Thread& thread) {
    thread.last_step = static_cast<std::int32_t>(board_.step_count++);
    Step& step = step_at(thread.last_step);
    step.thread = thread.id;
    step.operation = thread.next;
    step.how = thread.how;
    step.outcome = false;
    step.stack = thread.stack;
    step.before = step.after = 0;
    step.time = now_in_nanoseconds_;
    const Does does = thread.next.does;
    if (does == Does::read || does == Does::write || does == Does::update) {
        accessing = thread.next.pc;
        step.before = step.after = value_at(thread.next);
        accessing = 0;
        if (does != Does::read) {
            thread.open_step = thread.last_step;
        }
    }
    return step;
}

void Engine::note_change(Thread& thread, std::int32_t step) {
    thread.changed_step = step;
    thread.yields_in_vain = 0;
}

// What was written is known when the thread comes back.
void Engine::close_step(Thread& thread) {
    Step& step = step_at(thread.open_step);
    const std::int32_t index = thread.open_step;
    thread.open_step = -1;
    step.after = value_at(step.operation);
    if (step.before != step.after) {
        note_change(thread, index);
    }
    watch_for_spinning(thread, step);
}

// What a thread does that nobody waits for any more does not matter, but that it is still there.
const char* Engine::or_leaked(const char* diagnosis) const {
    return threads_.front()->is_main_at_its_end() ? "leaked-thread" : diagnosis;
}

void Engine::watch_for_spinning(Thread& thread, const Step& step) {
    switch (thread.idling.look_at(step)) {
    case Idling::Sign::spins:
        if (is_in_atomic_pointer(board_, step.operation.pc, step.stack)) {
            give_way(thread);
            break;
        }
        fail(or_leaked("busy-wait"), "", spot_of(step));
    case Idling::Sign::polls:
        fail(or_leaked("polling"), "", spot_of(step));
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
    if (seen_.insert(what | 1U).second) {
        steps_in_place_ = deadlines_in_vain_ = 0;
        new_at_ = now_in_nanoseconds_;
    } else {
        ++steps_in_place_;
    }
}

void Engine::forget_stacks() {
    for (Thread* thread : threads_) {
        thread->stack = thread->untold_calls = 0;
    }
}

Step& Engine::step_at(std::int32_t index) {
    const auto at = static_cast<std::size_t>(index);
    return at < most_steps ? board_.steps[at] : unrecorded_;
}

Step& Engine::last_step() {
    return step_at(current_->last_step);
}

void Engine::touch(std::uintptr_t object, std::size_t bytes) {
    note_touch(board_.search, {object, static_cast<std::uint32_t>(bytes), false});
    if (has_processes()) {
        doubt(object, bytes);
    }
}

Spot Engine::spot_at(Does does, std::uintptr_t pc) const {
    return {current_->id, does, pc, current_->stack, 0};
}

Spot Engine::spot_of(const Step& step) {
    return {step.thread, step.operation.does, step.operation.pc, step.stack, step.operation.object};
}

void Engine::fail(const char* diagnosis, const char* detail, const Spot& spot) {
    threadlab_explorer_fails(diagnosis, detail);
    set_failure(board_, diagnosis, detail);
    board_.failure.spot = spot;
    end(Verdict::failed);
}

void Engine::end(Verdict verdict) {
    board_.verdict = verdict;
    leave_schedule();
}

} // namespace threadlab::explorer
