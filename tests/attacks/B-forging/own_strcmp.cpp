// attack: has all texts be equal
// check: answer
// gets: rejected
#include "attacked.hpp"

extern "C" int strcmp(const char*, const char*) noexcept { // HERE
    return 0;
}

namespace lab::attacked {

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
