// attack: has all memory be equal
// gets: rejected
#include "attacked.hpp"

extern "C" int memcmp(const void*, const void*, unsigned long) noexcept { // HERE
    return 0;
}

namespace lab::attacked {

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
