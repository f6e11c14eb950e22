// Signals that end a schedule, and std::terminate.
#pragma once

#include <cstddef>

namespace threadlab::explorer {

// Once in each process that runs schedules: from now on a crash, a file that grows too long, a
// schedule that computes without end, and std::terminate fail the schedule that runs. Handlers run
// on `stack`, of that many bytes.
// A schedule that computes for ever is ended. To be called in each of its processes.
void limit_computing();

void catch_signals(void* stack, std::size_t bytes);

// What a fatal signal means, for the student.
const char* crash_in_words(int signal);

// What the end by `signal` of a process that could not catch it is called. SIGSYS is what the
// sandbox's filter of system calls sends.
const char* diagnosis_of_end(int signal);

} // namespace threadlab::explorer
