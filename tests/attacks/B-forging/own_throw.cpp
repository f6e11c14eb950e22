// attack: defines the function that throws
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <typeinfo>

extern "C" [[noreturn]] void __cxa_throw(void*, std::type_info*, void (*)(void*)) { // HERE
    while (true) {
    }
}

namespace lab::attacked {

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
