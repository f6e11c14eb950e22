// attack: ends the check's own thread and no other
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <pthread.h>

namespace lab::attacked {

int twice(int) {
    pthread_exit(nullptr); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
