// attack: claims to be a line of the checks
// gets: rejected
#include "attacked.hpp"

namespace lab::attacked {

#line 1 "checks.cpp" // HERE
int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
