// Nobody can go on: why.

#include "explorer/runtime/world.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

bool waits(const Thread& thread) {
    return !thread.finished;
}

Spot spot_of(const Thread& thread) {
    return {thread.id, thread.next.does, thread.next.pc, thread.stack, thread.next.object};
}

ThreadId holder_of(const Thread& thread) {
    return thread.condition == nullptr ? -1 : thread.condition->holder();
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

bool is_main_at_its_end(const Thread& thread) {
    return thread.id == 0 && thread.next.does == Does::exit;
}

// Whether it waits for somebody to wake it, and not for a lock or a thread.
bool waits_for_signal(const Thread& thread) {
    return waits(thread) && holder_of(thread) < 0 && !is_main_at_its_end(thread);
}

// Whether it is waited for by a signal that came too early.
bool missed_a_signal(const Thread& thread) {
    const WaitingRoom* room = world->rooms.find(thread.next.object);
    return room != nullptr && room->unheard() > 0;
}

void list_waiting(Board& board) {
    for (std::size_t i = 0; i < world->engine.thread_count(); ++i) {
        const Thread& thread = world->engine.thread(static_cast<ThreadId>(i));
        if (waits(thread) && board.stuck_count < most_stuck) {
            board.stuck[board.stuck_count++] = {spot_of(thread), holder_of(thread)};
        }
    }
}

template <typename Predicate>
const Thread* find_thread(Predicate predicate) {
    for (std::size_t i = 0; i < world->engine.thread_count(); ++i) {
        const Thread& thread = world->engine.thread(static_cast<ThreadId>(i));
        if (predicate(thread)) {
            return &thread;
        }
    }
    return nullptr;
}

// A lock whose owner is gone.
bool waits_for_the_dead(const Thread& thread) {
    const ThreadId holder = waits(thread) ? holder_of(thread) : -1;
    return holder >= 0 && world->engine.thread(holder).finished;
}

} // namespace

void Engine::stuck() {
    list_waiting(board_);
    for (const Thread* thread : threads_) {
        if (!waits(*thread)) {
            continue;
        }
        if (const auto circle = circle_from(thread->id); !circle.empty()) {
            const Thread& first = this->thread(*std::min_element(circle.begin(), circle.end()));
            fail(circle.size() == 1 ? "self-deadlock" : "deadlock", "", explorer::spot_of(first));
        }
    }
    if (is_main_at_its_end(*threads_[0])) {
        const Thread* left = find_thread(
            [](const Thread& thread) { return waits(thread) && !is_main_at_its_end(thread); });
        fail("leaked-thread", "", explorer::spot_of(*left));
    }
    if (const Thread* thread = find_thread(waits_for_the_dead)) {
        const Thread& dead = this->thread(holder_of(*thread));
        for (const Held& held : dead.held) {
            if (held.object == thread->next.object) {
                fail("lock-leaked", "", {dead.id, Does::lock, held.pc, held.stack, held.object});
            }
        }
    }
    if (const Thread* thread = find_thread([](const Thread& candidate) {
            return waits_for_signal(candidate) && missed_a_signal(candidate);
        })) {
        fail("lost-wakeup", "", explorer::spot_of(*thread));
    }
    if (const Thread* thread = find_thread(waits_for_signal)) {
        fail("missing-notify", "", explorer::spot_of(*thread));
    }
    fail("deadlock", "", explorer::spot_of(*threads_[0]));
}

} // namespace threadlab::explorer
