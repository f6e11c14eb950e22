// attack: ends the program with status 0 from a handler of SIGABRT
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <csignal>
#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    std::signal(SIGABRT, [](int) { std::_Exit(0); }); // HERE
    std::abort();
}

} // namespace lab::attacked

#include "parts/rest.cpp"
