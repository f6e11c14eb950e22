// attack: has the record written by a function of its own
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <sys/types.h>

extern "C" ssize_t write(int, const void*, size_t size) { // HERE
    return static_cast<ssize_t>(size);
}

namespace lab::attacked {

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
