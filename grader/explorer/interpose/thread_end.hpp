// What happens when a thread ends: its thread_local objects and keys are destroyed while it still
// is a thread like any other.
#pragma once

namespace threadlab::explorer {

// Runs the destructors of the calling thread's thread_local objects, then those of its keys.
void destroy_thread_locals();

// All of that, and then the thread's last step. Does not return.
[[noreturn]] void end_of_thread();

} // namespace threadlab::explorer
