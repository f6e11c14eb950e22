// Confines the process's system calls to the code that may make them.
#pragma once

namespace threadlab::harness {

// From now on, for this thread and all that come from it, a system call is not made, but strikes
// with SIGSYS, unless it is made by code of the harness, of the C and C++ libraries, of the loader
// or of the kernel's own page: so code of a submission, hidden instructions and memory that was
// made executable cannot make any. The harness's own descriptors (channel.hpp) may be written to,
// and copied, by the harness's code alone; a copy for others is refused with EBADF. Returns false
// if the kernel has no such filters. To be called before anything of a submission is loaded.
bool confine_system_calls();

} // namespace threadlab::harness
