// What condition variables need of mutexes.
#pragma once

#include "explorer/runtime/engine.hpp"

#include <pthread.h>

namespace threadlab::explorer {

// As pthread_mutex_clocklock: 0, or an error number.
int lock_mutex(pthread_mutex_t* mutex, Nanoseconds deadline, std::uintptr_t pc);
// The second half of an unlock: no step of its own.
void unlock_to_wait(pthread_mutex_t* mutex);
bool owns(pthread_mutex_t* mutex);

} // namespace threadlab::explorer
