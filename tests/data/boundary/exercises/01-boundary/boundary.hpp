// What the tests of the boundary between submission and checks ask of a submission.
#pragma once

#include <atomic>

namespace lab::boundary {

int answer();

// Sets the flag and wakes who waits for it.
void wake(std::atomic<int>& flag);
void wake(std::atomic<bool>& flag);

// Sleeps until the flag is no longer 0.
void sleep_until_set(std::atomic<int>& flag);
void sleep_until_set(std::atomic<bool>& flag);

// Fills a vector of the submission's own; called by several threads at once.
void fill(int number);

} // namespace lab::boundary
