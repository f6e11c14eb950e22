// attack: runs into an instruction that traps
// check: answer
// gets: fails: answer (crash)
#include "attacked.hpp"

namespace lab::attacked {

int twice(int) {
    __builtin_trap(); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
