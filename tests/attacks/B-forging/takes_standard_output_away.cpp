// attack: leaves no stream to whoever prints next
// check: answer
// gets: safe
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int number) {
    stdout = nullptr;
    stderr = nullptr;
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
