// attack: keeps memory in a file without a name
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <sys/mman.h>

namespace lab::attacked {

int twice(int number) {
    memfd_create("attack-hoard", 0); // HERE
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
