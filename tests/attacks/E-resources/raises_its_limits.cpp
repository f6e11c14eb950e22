// attack: raises the limits that it runs under
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <sys/resource.h>

namespace lab::attacked {

int twice(int number) {
    const rlimit limit{4096, 4096};
    return static_cast<int>(setrlimit(RLIMIT_NPROC, &limit)) == 4711 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
