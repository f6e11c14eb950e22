// What a program under the explorer must not do.
#pragma once

#include <cstdint>

namespace threadlab::explorer {

// Ends the schedule, or the process if none has begun: the call at `pc` is no good, for that
// reason.
[[noreturn]] void forbidden(const char* what, std::uintptr_t pc);

// Does that where the program may fork. Where there is one process only, such a call does no harm.
void refuse_between_processes(const char* what, std::uintptr_t pc);

} // namespace threadlab::explorer
