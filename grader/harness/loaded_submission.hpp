// Where the submission lies in memory.
#pragma once

namespace threadlab::harness {

// To be called once, when it is loaded; `handle` is dlopen's.
void note_submission(void* handle);

// The address from which the offsets in its tables count; 0 before it is loaded.
unsigned long submission_base();

// Whether the code at that address is the submission's.
bool is_in_submission(const void* address);

} // namespace threadlab::harness
