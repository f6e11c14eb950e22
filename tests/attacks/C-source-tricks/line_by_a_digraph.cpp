// attack: spells #line by a digraph and a splice
// check: answer
// gets: rejected
#include "attacked.hpp"

namespace lab::attacked {

/* HERE */ %:li\
ne 1 "checks.cpp" // HERE
int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
