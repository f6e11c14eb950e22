// Sees how a process ends when the check does not come back: std::terminate, fatal signals, exit(),
// a time limit. Each writes a record that says where every thread was, and ends the process.
#pragma once

#include "harness/record.hpp"

#include <string>

namespace threadlab::harness {

// To be called once, before anything of the submission is loaded.
void start_witness(const std::string& nonce);

// Gives the calling thread a stack of its own for signal handlers, so that a stack overflow is
// seen.
void prepare_thread_for_signals();

// Makes the witness the first to learn of a call of exit(), before the destructors of what has been
// loaded so far. start_witness calls it, too.
void witness_exit();

// As if the time of the check were up when the process has used so many seconds of CPU time.
void witness_cpu_seconds(int seconds);

// From now on fatal signals and std::terminate do what they did before, and the nonce is forgotten.
void retire_witness();

// How many thread starts were refused so far; the witness puts it into its record.
using RefusedCount = int (*)();
void witness_refused(RefusedCount count);

// To be called by the process of the check when it is about to end itself: as if it called exit().
// Returns if that is the harness's own end.
void witness_own_end();

// Writes `record` as the process's one record, unless one was written already, and ends the process
// with status 0.
[[noreturn]] void finish(Record record);

} // namespace threadlab::harness
