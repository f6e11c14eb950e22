// attack: runs threads when they are made
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <pthread.h>

extern "C" int pthread_create(pthread_t*, const pthread_attr_t*, void* (*start)(void*), // HERE
                              void* argument) noexcept {
    start(argument);
    return 0;
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
