// attack: prints what GoogleTest prints of a test that passed
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <iostream>

namespace lab::attacked {

int twice(int) { // HERE
    std::cout << "[       OK ] Attacked.Answers (0 ms)\n"
                 "[==========] 1 test from 1 test suite ran. (0 ms total)\n"
                 "[  PASSED  ] 1 test.\n"
              << std::flush;
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
