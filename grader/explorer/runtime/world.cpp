#include "explorer/runtime/world.hpp"

#include "explorer/runtime/heap.hpp"

#include <algorithm>
#include <iterator>

namespace threadlab::explorer {

constinit World* world = nullptr;
constinit bool follows_stacks = false;

How use(const Operation& operation, const Condition* condition, Nanoseconds deadline) {
    Engine& engine = world->engine;
    const How how = engine.point(operation, condition, deadline);
    if (heap::state_of(operation.object, 1) == heap::State::freed) {
        engine.fail("dangling", "",
                    {engine.self().id, operation.does, operation.pc, engine.self().stack,
                     operation.object});
    }
    return how;
}

void take_lock(const void* lock, bool shared, std::uintptr_t pc) {
    Thread& self = world->engine.self();
    self.held.push_back({address_of(lock), shared, pc, self.stack});
    world->order.acquire(self, address_of(lock));
}

void drop_lock(const void* lock) {
    Thread& self = world->engine.self();
    const auto last = std::find_if(self.held.rbegin(), self.held.rend(), [&](const Held& held) {
        return held.object == address_of(lock);
    });
    if (last != self.held.rend()) {
        self.held.erase(std::next(last).base());
    }
    world->order.release(self, address_of(lock));
}

namespace {

// Who joins the thread that ends the program waits no longer.
bool waits_for_end_of(const Thread& thread, const Thread& ending) {
    return thread.next.does == Does::join && thread.condition != nullptr &&
           thread.condition->holder() == ending.id;
}

} // namespace

void end_of_program(int status) {
    Engine& engine = world->engine;
    const Thread* const ending = &engine.self();
    const ConditionOf all_finished([&] {
        return std::all_of(
            engine.threads().begin(), engine.threads().end(), [&](const Thread* thread) {
                return thread == ending || thread->finished || waits_for_end_of(*thread, *ending);
            });
    });
    Operation operation;
    operation.does = Does::exit;
    operation.object = object_of(engine.self().id);
    engine.point(operation, &all_finished);
    for (const Thread* thread : engine.threads()) {
        if (!thread->held.empty()) {
            const Held& held = thread->held.front();
            engine.fail("lock-leaked", "",
                        {thread->id, Does::lock, held.pc, held.stack, held.object});
        }
    }
    if (status != 0) {
        engine.fail("wrong-result", "the program ends with a status other than 0",
                    engine.spot_here());
    }
    engine.end(Verdict::passed);
}

std::uintptr_t object_of(ThreadId thread) {
    // Where nothing of a program lies.
    constexpr std::uintptr_t threads = 0x0800'0000'0000;
    return threads + static_cast<std::uintptr_t>(thread) * granule_size;
}

} // namespace threadlab::explorer
