// Confines the files that the process may open: Landlock, where the kernel has it (since 5.13).
#pragma once

namespace threadlab::harness {

// From now on the process, and all that come from it, may write and make files only in its working
// directory, /tmp, /dev/shm and /dev: not through /proc, where memory can be written past its
// protection. Source: Linux, Documentation/userspace-api/landlock.rst. Does nothing where there is
// no Landlock, which the grader tells of; returns false if there is, and it refuses.
bool confine_writing();

// From now on it may open for reading what is in `out`, /tmp, /dev/shm and the system's own
// folders, but not the programs and checks beside it. As above.
bool confine_reading();

} // namespace threadlab::harness
