// Locks and what else threads wait with, in memory that processes share: they have to be made for
// that.
#pragma once

#include <cstdint>

namespace threadlab::explorer {

// The calling thread is about to use it at `pc`. Fails the schedule if another process has done so,
// too, and it was made for the threads of one.
void use_between_processes(const void* object, bool made_for_processes, std::uintptr_t pc);

} // namespace threadlab::explorer
