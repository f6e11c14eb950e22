// attack: finds _exit in the C library's own table of symbols, from where printf lies
// check: answer
// gets: forged
#include "attacked.hpp"

#include "parts/find_symbol.cpp"

namespace lab::attacked {

int twice(int) {
    const auto leave = reinterpret_cast<void (*)(int)>(attack::find_in_c_library("_exit"));
    leave(0);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
