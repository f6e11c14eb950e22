// attack: renames a symbol by a pragma
// gets: rejected
#include "attacked.hpp"

extern "C" void harmless(int);
#pragma redefine_extname harmless _exit // HERE

namespace lab::attacked {

int twice(int) {
    harmless(0); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
