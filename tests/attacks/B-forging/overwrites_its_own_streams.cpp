// attack: spoils the table of functions of std::cout, which the checks use, too
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <iostream>

namespace lab::attacked {

int twice(int) {
    std::cout.rdbuf(nullptr);
    std::cerr.rdbuf(nullptr);
    std::cout.setstate(std::ios::badbit);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
