// attack: ends the check's own thread and no other
// check: answer
// gets: fails: answer (crash)
#include "attacked.hpp"

#include <pthread.h>

namespace lab::attacked {

int twice(int) { // HERE
    pthread_exit(nullptr);
}

} // namespace lab::attacked

#include "parts/rest.cpp"
