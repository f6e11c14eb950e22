// Stacks and thread-local storage for the program's threads. Each comes from a real thread that
// gave them up: it was started by libc, which prepared them, and sleeps for good. All threads of
// the program run on one kernel thread, on what was given up.
#pragma once

#include "explorer/runtime/operation.hpp"

#include <cstdint>

namespace threadlab::explorer {

struct Donor {
    char* stack_top = nullptr;
    std::uintptr_t thread_pointer = 0;
    unsigned long handle = 0; // its pthread_t
};

// The one for thread `id` of the program, from 1 up, at an address that only depends on `id`. Made
// if it is not there yet; ends the process with a message if the machine has no more threads.
const Donor& donor_for(ThreadId id);

} // namespace threadlab::explorer
