// attack: hides a pragma in an operator, and that in a macro
// check: answer
// gets: rejected
#include "attacked.hpp"

#define DO(text) _Pragma(#text)

extern "C" void harmless(int);
DO(redefine_extname harmless _exit) // HERE

namespace lab::attacked {

int twice(int) {
    harmless(0); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
