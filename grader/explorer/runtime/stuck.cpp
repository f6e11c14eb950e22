// Nobody can go on: why.

#include "explorer/runtime/looks.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <optional>

namespace threadlab::explorer {
namespace {

bool waits(const Thread& thread) {
    return !thread.finished;
}

// The number is read from the lock itself, whose memory may be anything by now.
ThreadId holder_of(const Thread& thread) {
    const ThreadId holder = thread.holder();
    const auto count = static_cast<ThreadId>(world->engine.threads().size());
    return holder < count ? std::max<ThreadId>(holder, -1) : -1;
}

// The threads of a circle of waiting that can be reached from `start`; empty if there is none.
arena::Vector<ThreadId> circle_from(ThreadId start) {
    arena::Vector<ThreadId> way;
    for (ThreadId at = start; at >= 0; at = holder_of(world->engine.thread(at))) {
        const auto again = std::find(way.begin(), way.end(), at);
        if (again != way.end()) {
            return {again, way.end()};
        }
        way.push_back(at);
    }
    return {};
}

// The last atomic update that the thread made; null if it has made none.
const Step* last_update_of(const Thread& thread) {
    const Board& board = world->engine.board();
    const Index end = recorded_steps(board);
    const Index update = last_before(board, end, thread.id, Does::update);
    return update == end ? nullptr : &board.steps[update];
}

bool is_shared_place(std::uintptr_t place) {
    return is_between_processes(address_at(place));
}

// Whether it waits for what only its own process can do, where another one was to do it. Who waits
// for an atomic's change counts that last of all, and notify does nothing where it finds nobody
// counted: each process has a count of its own.
bool waits_privately(const Thread& thread) {
    if (!world->engine.has_processes() || !waits(thread) || thread.next.does != Does::wake) {
        return false;
    }
    const Step* counted = last_update_of(thread);
    return thread.waits_privately || (is_shared_place(thread.next.object) && counted != nullptr &&
                                      !is_shared_place(counted->operation.object));
}

bool waits_for_descriptor(const Thread& thread) {
    return waits(thread) && is_descriptor(thread.next.object);
}

// Whether it waits for somebody to wake it, and not for a lock or a thread.
bool waits_for_signal(const Thread& thread) {
    return waits(thread) && holder_of(thread) < 0 && !thread.is_main_at_its_end();
}

// A thread that waits on a condition variable, and what it looked at before.
struct ConditionWait {
    Index step = 0;
    arena::Vector<const Step*> looks;
};

std::optional<ConditionWait> condition_wait_of(const Thread& thread) {
    const WaitingRoom* room = world->rooms.find(thread.next.object);
    if (thread.next.does != Does::wake || room == nullptr || room->mutex == 0) {
        return std::nullopt;
    }
    const Board& board = world->engine.board();
    const Index end = recorded_steps(board);
    const Index step = last_before(board, end, thread.id, Does::wait);
    if (step == end || board.steps[step].operation.object != thread.next.object) {
        return std::nullopt;
    }
    return ConditionWait{step, looks_before(board, step)};
}

// Whether it would find something new now.
bool is_out_of_date(const ConditionWait& wait) {
    const Board& board = world->engine.board();
    return have_changed(board, wait.looks, wait.step, recorded_steps(board));
}

// Who looked at what was new, and would find the same now, has missed nothing. What changed after
// its wait is not what an earlier signal told of, if that told of something.
bool missed_a_signal(const Thread& thread) {
    const WaitingRoom* room = world->rooms.find(thread.next.object);
    const auto missed = room == nullptr ? WaitingRoom::Missed::none : room->missed_by(thread.id);
    if (missed == WaitingRoom::Missed::none) {
        return false;
    }
    const std::optional<ConditionWait> wait = condition_wait_of(thread);
    if (!wait || wait->looks.empty()) {
        return true;
    }
    const Board& board = world->engine.board();
    const bool is_of_before = missed == WaitingRoom::Missed::unheard && had_news(board, wait->step);
    return (is_of_before ? have_changed(board, wait->looks, wait->step, wait->step)
                         : is_out_of_date(*wait)) ||
           has_not_seen_the_news(board, wait->step);
}

bool was_not_told(const Thread& thread) {
    if (!waits_for_signal(thread)) {
        return false;
    }
    const std::optional<ConditionWait> wait = condition_wait_of(thread);
    return wait && is_out_of_date(*wait);
}

// A notify of an atomic's makes no system call where nobody waits. What can be seen of it is a look
// at the count of those who wait, which the waiting thread raised as the last thing that it did.
bool missed_an_atomic_notify(const Thread& thread) {
    const Board& board = world->engine.board();
    const Index end = recorded_steps(board);
    const Index raised = last_before(board, end, thread.id, Does::update);
    if (raised == end) {
        return false;
    }
    const std::uintptr_t count = board.steps[raised].operation.object;
    // Who changed what is waited for last, and whether a look of the same thread's followed. Where
    // somebody else has changed it since, the notify told of what is no more.
    ThreadId changer = -1;
    bool looked = false;
    for (std::uint32_t i = 0; i < raised; ++i) {
        const Step& step = board.steps[i];
        if (step.operation.object == thread.next.object && step.before != step.after) {
            changer = step.thread;
            looked = false;
        } else if (step.thread == changer && step.operation.does == Does::read &&
                   step.operation.object == count && step.before == 0) {
            looked = true;
        }
    }
    return looked && changer != thread.id;
}

// A lock that somebody holds who waits for a signal, which who wants the lock might have sent.
const Thread* holds_what_another_wants() {
    for (const Thread* thread : world->engine.threads()) {
        const ThreadId holder = waits(*thread) ? holder_of(*thread) : -1;
        if (holder >= 0 && thread->next.does == Does::lock &&
            waits_for_signal(world->engine.thread(holder))) {
            return &world->engine.thread(holder);
        }
    }
    return nullptr;
}

void list_waiting(Board& board) {
    for (const Thread* thread : world->engine.threads()) {
        if (waits(*thread) && board.stuck_count < most_stuck) {
            board.stuck[board.stuck_count++] = {thread->spot(), holder_of(*thread)};
        }
    }
}

// Whom the main thread waits for, from one to the next, then all: a worker may well wait for work
// that never comes, but not who keeps the program from its end.
arena::Vector<const Thread*> by_importance() {
    arena::Vector<const Thread*> threads;
    const auto& all = world->engine.threads();
    for (ThreadId at = 0; at >= 0 && threads.size() < all.size();
         at = holder_of(world->engine.thread(at))) {
        threads.push_back(&world->engine.thread(at));
    }
    threads.insert(threads.end(), all.begin(), all.end());
    return threads;
}

template <typename Predicate>
const Thread* find_thread(Predicate predicate) {
    const arena::Vector<const Thread*> all = by_importance();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Thread* thread) { return predicate(*thread); });
    return found == all.end() ? nullptr : *found;
}

// A lock whose owner is gone.
bool waits_for_the_dead(const Thread& thread) {
    const ThreadId holder = waits(thread) ? holder_of(thread) : -1;
    return holder >= 0 && world->engine.thread(holder).finished;
}

// A lock that was overwritten meanwhile: it names a thread that there is not.
bool waits_for_no_lock(const Thread& thread) {
    return waits(thread) && thread.next.does == Does::lock && thread.holder() != holder_of(thread);
}

} // namespace

void Engine::stuck() {
    if (std::none_of(threads_.begin(), threads_.end(),
                     [](const Thread* thread) { return waits(*thread); })) {
        end(Verdict::passed); // the main thread left its stack to the others, who are done
    }
    list_waiting(board_);
    if (const Thread* thread = find_thread(waits_privately)) {
        fail("private-lock-shared", "", thread->spot());
    }
    for (const Thread* thread : threads_) {
        if (!waits(*thread)) {
            continue;
        }
        if (const auto circle = circle_from(thread->id); !circle.empty()) {
            const Thread& first = this->thread(*std::min_element(circle.begin(), circle.end()));
            fail(circle.size() == 1 ? "self-deadlock" : "deadlock", "", first.spot());
        }
    }
    if (has_processes()) {
        if (const Thread* thread = find_thread(waits_for_descriptor)) {
            fail("pipe-hang", "", thread->spot());
        }
    }
    if (threads_[0]->is_main_at_its_end()) {
        const Thread* left = find_thread(
            [](const Thread& thread) { return waits(thread) && !thread.is_main_at_its_end(); });
        fail("leaked-thread", "", left->spot());
    }
    if (const Thread* thread = find_thread(waits_for_no_lock)) {
        fail("misuse", "a lock is waited for whose memory holds none any more: it was overwritten",
             thread->spot());
    }
    if (const Thread* thread = find_thread(waits_for_the_dead)) {
        const Thread& dead = this->thread(holder_of(*thread));
        if (dead.process->ended) {
            fail("deadlock", "", thread->spot());
        }
        for (const Held& held : dead.locks) {
            if (held.object == thread->next.object) {
                fail("lock-leaked", "", {dead.id, Does::lock, held.pc, held.stack, held.object});
            }
        }
    }
    if (const Thread* thread = find_thread([](const Thread& candidate) {
            return waits_for_signal(candidate) &&
                   (missed_a_signal(candidate) || missed_an_atomic_notify(candidate));
        })) {
        fail("lost-wakeup", "", thread->spot());
    }
    if (const Thread* thread = holds_what_another_wants()) {
        fail("deadlock", "", thread->spot());
    }
    for (const auto is_to_blame : {was_not_told, waits_for_signal}) {
        if (const Thread* thread = find_thread(is_to_blame)) {
            fail("missing-notify", "", thread->spot());
        }
    }
    fail("deadlock", "", threads_[0]->spot());
}

} // namespace threadlab::explorer
