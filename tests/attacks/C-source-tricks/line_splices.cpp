// attack: splices a name from two lines
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    /* HERE */ std::ex\
it(0); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
