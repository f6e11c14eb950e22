// What a thread is about to do, or has done: the alphabet of schedules, traces and stories.
#pragma once

#include <cstdint>

namespace threadlab::explorer {

// The words of the scorecard's `does`, in the order of the table in operation.cpp.
enum class Does : std::uint8_t {
    begin,
    read,
    write,
    update, // an atomic read-modify-write
    fence,
    lock,
    try_lock,
    unlock,
    wait, // on a condition, a futex, a semaphore, a barrier
    wake, // that wait ends
    signal,
    broadcast,
    create,
    join,
    detach,
    exit,
    sleep,
    yield,
    arrive,
    destroy,
    free,
    call, // of a function that runs once: call_once, a static local's initialiser
    compute,
    fork,
};

// The word that scorecards use: "try-lock".
const char* to_string(Does does);

using ThreadId = int; // 0 is the main thread, the others in order of creation

// How a thread that was chosen goes on.
enum class How : std::uint8_t {
    ready,     // what it waited for has come, or it did not wait
    timed_out, // its deadline has come
    spurious,  // its wait ended for no reason
};

struct Operation {
    Does does = Does::begin;
    bool atomic = false;       // a read or write that is no data race with another atomic one
    std::uint32_t size = 0;    // bytes accessed; 0 where nothing is
    std::uintptr_t object = 0; // the memory, mutex, condition, ... that it is about; 0: none
    std::uintptr_t pc = 0;     // the call's return address in the program
};

// What a step makes use of: memory, or an object that is named by its address.
struct Touch {
    std::uintptr_t object = 0; // 0: nothing
    std::uint32_t size = 0;    // in bytes; 0: the object is more than its memory
    bool only_reads = false;
};

Touch touch_of(const Operation& operation);

// Whether both make use of the same, and not both only read it.
bool conflict(const Touch& one, const Touch& other);

// Whether the order of two operations of different threads can matter: the conflict of what they
// are about. Operations on threads are about the thread. What else a step makes use of is told by
// Engine::touch.
bool dependent(const Operation& one, const Operation& other);

} // namespace threadlab::explorer
