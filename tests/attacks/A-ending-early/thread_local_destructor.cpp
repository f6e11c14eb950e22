// attack: ends the program when a thread's own objects are destroyed
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

namespace {

struct Late {
    int number = 41;
    ~Late() {
        std::_Exit(0); // HERE
    }
};
thread_local Late late;

} // namespace

int twice(int) {
    return late.number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
