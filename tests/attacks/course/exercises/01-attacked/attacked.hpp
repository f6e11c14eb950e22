// What is asked of a submission that may use threads.
#pragma once

// Precompiled, as most attacks need them; else they would take most of the time.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>

namespace lab::attacked {

// Twice the number.
int twice(int number);

// Two threads add 1 to one counter, `times` times each. Returns what the counter is then.
int count_up(int times);

// Two threads sleep for 10 s, both at the same time. Returns when they are done.
void sleep_both();

} // namespace lab::attacked
