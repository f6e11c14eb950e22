// What the processor knows of a thread: where its stack stands and which thread-local storage is
// its own. Switching from one to another is a few instructions and no system call.
#pragma once

#include <cstdint>

namespace threadlab::explorer {

struct Context {
    void* stack_pointer = nullptr;     // below it, the registers that a function keeps
    std::uintptr_t thread_pointer = 0; // of the thread-local storage and pthread_self()
};

// The calling thread's own.
std::uintptr_t current_thread_pointer();

// Before any other context is made, and where no function is under way that looks whether its stack
// was overwritten: makes the value that those put there the same in every run, as what is left of
// it is what uninitialised variables hold.
void prepare_contexts();

// A context that begins with begin(argument), which must not return, on the stack whose highest
// address is `stack_top`.
Context new_context(char* stack_top, std::uintptr_t thread_pointer, void (*begin)(void*),
                    void* argument);

// Goes on in `to`, and returns when somebody switches to `from`.
void switch_context(Context& from, const Context& to);

} // namespace threadlab::explorer
