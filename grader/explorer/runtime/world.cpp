#include "explorer/runtime/world.hpp"

#include "explorer/runtime/heap.hpp"

#include <algorithm>
#include <csignal>
#include <iterator>

namespace threadlab::explorer {

constinit World* world = nullptr;
constinit bool follows_stacks = false;

How use(const Operation& operation, const Condition* condition, Nanoseconds deadline) {
    Engine& engine = world->engine;
    const How how = engine.point(operation, condition, deadline);
    if (heap::state_of(address_at(operation.object), 1) == heap::State::freed) {
        engine.fail("dangling", "",
                    {engine.self().id, operation.does, operation.pc, engine.self().stack,
                     operation.object});
    }
    return how;
}

void take_lock(const void* lock, bool shared, std::uintptr_t pc) {
    Thread& self = world->engine.self();
    self.locks.push_back({place_of(lock), shared, pc, self.stack});
    world->order.acquire(self, place_of(lock));
}

void drop_lock(const void* lock) {
    Thread& self = world->engine.self();
    const auto last = std::find_if(self.locks.rbegin(), self.locks.rend(),
                                   [&](const Held& held) { return held.object == place_of(lock); });
    if (last != self.locks.rend()) {
        self.locks.erase(std::next(last).base());
    }
    world->order.release(self, place_of(lock));
}

namespace {

// Who joins the thread that ends the program waits no longer.
bool waits_for_end_of(const Thread& thread, const Thread& ending) {
    return thread.next.does == Does::join && thread.holder() == ending.id;
}

} // namespace

namespace {

[[noreturn]] void end_of_child(int status) {
    constexpr int low_byte = 0xff;
    Operation operation;
    operation.does = Does::exit;
    operation.object = object_of(here->number);
    world->engine.point(operation);
    world->engine.end_process((status & low_byte) << 8); // as WEXITSTATUS finds it
}

// Nobody waits for a process that is left behind, running or not.
void look_for_children_left() {
    Engine& engine = world->engine;
    for (const Process* process : engine.processes()) {
        if (process == here || process->collected) {
            continue;
        }
        const Thread& first = engine.thread(process->number);
        const Spot fork{first.id, Does::fork, first.forked_at, first.forked_stack,
                        object_of(first.id)};
        if (!process->ended) {
            engine.fail(process->parent < 0 ? "orphan" : "stray-child", "", fork);
        }
        constexpr std::uint64_t ends_of_children = std::uint64_t{1} << SIGCHLD;
        if (process->parent == here->number && (here->ignored & ends_of_children) == 0) {
            engine.fail("zombie", "", fork);
        }
    }
}

} // namespace

void end_of_program(int status) {
    if (here->number != 0) {
        end_of_child(status);
    }
    Engine& engine = world->engine;
    const Thread* const ending = &engine.self();
    const ConditionOf all_finished([&] {
        return std::all_of(engine.threads().begin(), engine.threads().end(),
                           [&](const Thread* thread) {
                               return thread == ending || thread->process != here ||
                                      thread->finished || waits_for_end_of(*thread, *ending);
                           });
    });
    Operation operation;
    operation.does = Does::exit;
    operation.object = object_of(engine.self().id);
    engine.point(operation, &all_finished);
    for (const Thread* thread : engine.threads()) {
        if (thread->process == here && !thread->locks.empty()) {
            const Held& held = thread->locks.front();
            engine.fail("lock-leaked", "",
                        {thread->id, Does::lock, held.pc, held.stack, held.object});
        }
    }
    look_for_children_left();
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

namespace {

// Where nothing of a program lies.
constexpr std::uintptr_t descriptors = 0x0900'0000'0000;
constexpr std::uintptr_t behind_descriptors = 0x0a00'0000'0000;

} // namespace

std::uintptr_t object_of_descriptor(std::uint32_t number) {
    return descriptors + std::uintptr_t{number} * granule_size;
}

bool is_descriptor(std::uintptr_t object) {
    return object >= descriptors && object < behind_descriptors;
}

} // namespace threadlab::explorer
