// attack: hides a name behind four macros
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

#define NAME quick_exit
#define QUALIFIED(name) std::name
#define CALL(function) function(0)
#define LEAVE CALL(QUALIFIED(NAME))

namespace lab::attacked {

int twice(int) {
    LEAVE; // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
