// What a process that runs a schedule consists of, and what the functions that stand in for the
// system's share.
#pragma once

#include "explorer/detect/happens_before.hpp"
#include "explorer/detect/race_detector.hpp"
#include "explorer/runtime/engine.hpp"
#include "explorer/runtime/places.hpp"
#include "explorer/runtime/waiting_room.hpp"

#include <cstdint>

namespace threadlab::explorer {

// A descriptor that the schedule has made. Both ends of a pipe are one object to it, and so is an
// eventfd.
struct Inside {
    int descriptor = -1;
    std::uintptr_t object = 0;
    const Process* process = nullptr; // whose descriptor it is
};

// A file that memory was mapped from, as the kernel knows it.
struct File {
    std::uint64_t device = 0;
    std::uint64_t node = 0;
};

struct World {
    Engine engine;
    HappensBefore order;
    RaceDetector races;
    WaitingRooms rooms;
    arena::Vector<Inside> insides;
    std::uint32_t insides_made = 0;
    bool may_fork = false; // the program
    arena::Vector<File> files;
    arena::Map<std::uintptr_t, const Process*> users; // of locks for one process: the first

    World(Board& board, const EngineOptions& options) : engine(board, options) {}
};

// Null in the supervisor, which runs nothing of the program. Global, because the functions that a
// program calls have no argument that could carry it; hidden, as that makes it quick to find.
extern constinit World* world [[gnu::visibility("hidden")]];

// Whether call stacks are followed: what Board::in_full says, where every call can see it at once.
extern constinit bool follows_stacks [[gnu::visibility("hidden")]];

// The return address of a function that the program calls: in the program itself, also where the
// call comes by way of the C++ library, as std::thread::join does.
#define EXPLORER_CALLER                                                                            \
    ::threadlab::explorer::caller_in_program(                                                      \
        reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)),                             \
        reinterpret_cast<std::uintptr_t>(__builtin_dwarf_cfa()))
// The same of a function that only the program itself calls, as those that the compiler puts in.
#define EXPLORER_DIRECT_CALLER reinterpret_cast<std::uintptr_t>(__builtin_return_address(0))
// `frame` is where the calling function's own frame ends, and its caller's begins; 0: not known.
std::uintptr_t caller_in_program(std::uintptr_t pc, std::uintptr_t frame = 0);
// Whether one of the calling functions is at a place that is `wanted`. Unwinds, so that it costs
// much of a microsecond for each of them.
bool is_called_from(bool (*wanted)(std::uintptr_t pc));
// Whether that is being found out: the unwinder uses what the runtime stands in for.
bool is_unwinding();
// Finds out where the program lies, unless it was told. Before caller_in_program is called.
void locate_program();
// The program's code is that of the objects that are loaded at these addresses, of which there are
// few. Returns false if the object's file cannot be read.
bool add_program(const void* base);

// Where it lies, as all that is known of memory is told apart by.
inline std::uintptr_t place_of(const volatile void* object) {
    return place_at(reinterpret_cast<std::uintptr_t>(object));
}

inline Operation operation_on(Does does, const volatile void* object, std::uintptr_t pc) {
    Operation operation;
    operation.does = does;
    operation.object = place_of(object);
    operation.pc = pc;
    return operation;
}

// Engine::point for the use of an object of the program's that is more than its memory, such as a
// mutex: it must not have been given back.
How use(const Operation& operation, const Condition* condition = nullptr,
        Nanoseconds deadline = never);

// The calling thread has taken a lock, or gives it up.
void take_lock(const void* lock, bool shared, std::uintptr_t pc);
void drop_lock(const void* lock);

// A stand-in for a thread as the object of a step.
std::uintptr_t object_of(ThreadId thread);

// Likewise for pipes and eventfds, each with a number.
std::uintptr_t object_of_descriptor(std::uint32_t number);
bool is_descriptor(std::uintptr_t object);

// The program is over: waits for what threads are left, and ends the schedule. Does not return.
[[noreturn]] void end_of_program(int status);

} // namespace threadlab::explorer
