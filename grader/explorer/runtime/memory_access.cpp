#include "explorer/runtime/memory_access.hpp"

#include "explorer/runtime/debugger.hpp"
#include "explorer/runtime/heap.hpp"
#include "explorer/runtime/library_code.hpp"

namespace threadlab::explorer {
namespace {

void add_race(const Spot& first, const Spot& second) {
    Board& board = world->engine.board();
    // Its load() gives up the guard with a relaxed operation, which orders nothing.
    if (is_in_atomic_pointer(board, first.pc, first.stack) &&
        is_in_atomic_pointer(board, second.pc, second.stack)) {
        return;
    }
    Failure race;
    race.spot = second;
    race.other = first;
    race.step = board.step_count;
    if (board.race_count < most_races && find_race(board, race) == nullptr) {
        board.races[board.race_count++] = race;
        threadlab_explorer_fails("data-race", "");
    }
}

// Whether a granule is known to be shared, as a number that tells it from what was answered before
// more was learnt.
std::uint32_t answer(bool shared) {
    return 2 * (world->engine.board().shared_count + 1) + (shared ? 1 : 0);
}

bool is_known_to_be_shared(Granule& granule, std::uintptr_t address) {
    if (granule.answer / 2 != answer(false) / 2) {
        granule.answer = answer(is_shared(world->engine.board(), granule_of(address)));
    }
    return granule.answer == answer(true);
}

// Whether accesses to it by the calling thread are steps: other threads touch it, too, as far as it
// is known.
bool is_visible(Granule& granule, std::uintptr_t address) {
    Board& board = world->engine.board();
    const bool is_new = granule.first < 0;
    const bool touched = RaceDetector::touch(granule, world->engine.self().id);
    if (is_new) {
        granule.visible = is_known_to_be_shared(granule, address);
        granule.plain = granule.plain && !granule.visible;
    }
    if (touched && !granule.visible) {
        granule.visible = true;
        if (board.found_count < most_found) {
            board.found[board.found_count] = granule_of(address);
        }
        ++board.found_count;
    }
    return granule.visible;
}

bool is_any_visible(std::uintptr_t address, std::size_t bytes) {
    bool visible = false;
    each_granule(address, bytes, [&](std::uintptr_t at, std::uint8_t) {
        visible = is_visible(world->races.granule_at(at), at) || visible;
        return false;
    });
    return visible;
}

void check_memory(const Operation& operation, const Spot& spot) {
    switch (heap::state_of(address_at(operation.object), operation.size)) {
    case heap::State::live:
        return;
    case heap::State::freed:
        world->engine.fail("dangling", "", spot);
    case heap::State::outside:
        world->engine.fail("crash", "it touches memory outside of what it allocated", spot);
    }
}

Spot spot_of(const Operation& operation) {
    const Thread& self = world->engine.self();
    return {self.id, operation.does, operation.pc, self.stack, operation.object};
}

// It is the calling thread's turn to do so.
void check(const Operation& operation) {
    const Thread& self = world->engine.self();
    const Spot spot = spot_of(operation);
    if (const auto first = world->races.access(self, operation)) {
        add_race(*first, spot);
    }
    check_memory(operation, spot);
}

// Returns when it is the access's turn, which matters if it is a step.
void announce(const Operation& operation, bool visible) {
    if (visible || operation.atomic) {
        world->engine.point(operation);
    } else {
        world->engine.close_open_step();
    }
}

void access_in(Granule& granule, const Operation& operation) {
    announce(operation, is_visible(granule, operation.object));
    world->races.renewed(granule); // a schedule may begin here
    const Thread& self = world->engine.self();
    if (!heap::is_live(address_at(operation.object), operation.size)) {
        check(operation);
    } else if (operation.atomic || !RaceDetector::take_if_alone(granule, self, operation)) {
        if (const auto first = world->races.access_in(granule, self, operation)) {
            add_race(*first, spot_of(operation));
        }
    }
}

void access(const Operation& operation) {
    if (is_in_one_granule(operation.object, operation.size)) {
        access_in(world->races.granule_at(operation.object), operation);
    } else {
        announce(operation, is_any_visible(operation.object, operation.size));
        check(operation);
    }
}

// Takes a plain access that is no step and races with nothing, if that is simple, as it mostly is.
bool take_if_simple(Granule& granule, const Operation& operation) {
    World& all = *world;
    const Thread& self = all.engine.self();
    return self.open_step < 0 && heap::is_live(address_at(operation.object), operation.size) &&
           (all.races.is_of_now(granule) || granule.answer == answer(false)) &&
           all.races.take_if_simple(granule, self, operation);
}

Operation access_to(Does does, const volatile void* memory, std::size_t bytes, std::uintptr_t pc) {
    Operation operation = operation_on(does, memory, pc);
    operation.size = static_cast<std::uint32_t>(bytes);
    return operation;
}

void check_locks_in(std::uintptr_t begin, std::uintptr_t end, std::uintptr_t pc) {
    Engine& engine = world->engine;
    for (const Thread* thread : engine.threads()) {
        for (const Held& held : thread->locks) {
            if (held.object >= begin && held.object < end) {
                engine.fail("misuse", "a lock is given back while it is held",
                            engine.spot_at(Does::free, pc));
            }
        }
    }
}

} // namespace

void plain_access(Does does, const volatile void* memory, std::size_t bytes, std::uintptr_t pc) {
    if (world == nullptr || bytes == 0) {
        return;
    }
    const Operation operation = access_to(does, memory, bytes, pc);
    Granule* const granule =
        is_in_one_granule(operation.object, bytes) ? world->races.peek(operation.object) : nullptr;
    if (granule == nullptr) {
        access(operation);
    } else if (!take_if_simple(*granule, operation)) {
        access_in(world->races.renewed(*granule), operation);
    }
}

void atomic_access(Does does, const volatile void* memory, std::size_t bytes, std::uintptr_t pc) {
    Operation operation = access_to(does, memory, bytes, pc);
    operation.atomic = true;
    access(operation);
    if (world->engine.has_processes()) {
        world->engine.self().looked_between =
            is_between_processes(reinterpret_cast<std::uintptr_t>(memory));
    }
}

void give_back(const void* memory, std::size_t bytes, std::uintptr_t pc) {
    const Operation operation = access_to(Does::free, memory, bytes, pc);
    const std::uintptr_t begin = operation.object;
    bool shared = false;
    for (std::uintptr_t at = begin; at < begin + bytes && !shared; at += granule_size) {
        shared = is_shared(world->engine.board(), at);
    }
    if (shared) {
        world->engine.point(operation);
    }
    world->engine.touch(begin, bytes); // locks may lie there
    const Thread& self = world->engine.self();
    if (const auto first = world->races.forget(self, begin, begin + bytes, pc)) {
        add_race(*first, {self.id, Does::free, pc, self.stack, begin});
    }
    world->order.forget(begin, begin + bytes);
    check_locks_in(begin, begin + bytes, pc);
}

} // namespace threadlab::explorer
