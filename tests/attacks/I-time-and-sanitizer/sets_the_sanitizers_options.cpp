// attack: sets the options of the sanitizer when it has begun
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

namespace {

const int done = setenv("TSAN_OPTIONS", "report_bugs=0", 1); // HERE

} // namespace

int twice(int number) {
    return 2 * number + done;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
