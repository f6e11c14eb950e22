// attack: asks for the name of the machine
// check: answer
// gets: safe
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    char name[64] = {};
    gethostname(name, sizeof name);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
