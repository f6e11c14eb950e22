// attack: closes what reports are printed to
// exercise: 03
// gets: safe
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    close(2);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
