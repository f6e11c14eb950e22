// attack: has every lock be free
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <pthread.h>

extern "C" int pthread_mutex_lock(pthread_mutex_t*) noexcept { // HERE
    return 0;
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
