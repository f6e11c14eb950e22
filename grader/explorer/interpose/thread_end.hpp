// What happens when a thread ends: its thread_local objects and keys are destroyed while it still
// is a thread like any other.
#pragma once

namespace threadlab::explorer {

// Runs the destructors of the calling thread's thread_local objects, then those of its keys.
void destroy_thread_locals();

// All of that, and then the thread's last step. Does not return.
[[noreturn]] void end_of_thread();

// A fork has left the calling thread with its parent's list of what is destroyed at its end: makes
// one of its own.
void own_thread_locals();

} // namespace threadlab::explorer
