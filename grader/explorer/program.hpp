// What a program that knows the runtime may ask of it: a harness, which loads a submission and its
// checks first and begins the schedules then; and the checks' headers, which wait without a clock.
#pragma once

#include <stdint.h>

extern "C" {

// ---- for a harness ----

// A program that defines this begins the schedules itself, by threadlab_explorer_begin(). Any other
// is run as a schedule from its first constructor on.
extern const bool threadlab_explorer_begins_late __attribute__((weak));

// To be called first. Takes the options from the environment, and keeps the nonce (up to 127
// letters) for the record.
void threadlab_explorer_prepare(const char* nonce);

// Code of the object that is loaded at this address counts as the program's own: its calls are
// told. Returns false if its file cannot be read.
bool threadlab_explorer_own(const void* base);

// How many threads the program may have at once beside the main thread; pthread_create answers
// EAGAIN beyond that, as the kernel does.
void threadlab_explorer_limit_threads(int count);

// Becomes the supervisor, which ends the process when it is done; returns in each child, where the
// check is to be run.
void threadlab_explorer_begin(void);

// An expectation does not hold: the schedule fails when the check has ended.
void threadlab_explorer_unmet(const char* code, const char* message);

// The check has recorded a figure.
void threadlab_explorer_measure(const char* name, double value);

// The check itself is no good, which is not the submission's fault.
void threadlab_explorer_fault(const char* why);

// The check has run to its end: threads that are left are waited for, and the schedule is over. To
// end in any other way is the submission's doing.
[[noreturn]] void threadlab_explorer_end(void);

// ---- for the checks' headers, which declare these as weak ----

// Blocks until holds(argument) is true and returns true. `holds` may read atomics of the check's
// own, at any time and in any thread; that is no step of the schedule. `patience` 0: for ever;
// else returns false when no other thread can go on any more and no time-out can come; of several
// who wait so, those with the least patience give up first.
bool threadlab_await(bool (*holds)(void*), void* argument, int patience);

// The same, until other threads have taken so many steps.
bool threadlab_await_steps(uint64_t steps, int patience);

// How many threads have not ended, the caller's among them; and how many were started.
int threadlab_live_threads(void);
int threadlab_threads_created(void);

// Simulated computing, a unit being a microsecond.
void threadlab_work(uint64_t units);
}
