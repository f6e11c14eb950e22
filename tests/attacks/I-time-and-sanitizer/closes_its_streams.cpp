// attack: closes the streams that it was given
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int number) {
    std::fclose(stderr); // HERE
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
