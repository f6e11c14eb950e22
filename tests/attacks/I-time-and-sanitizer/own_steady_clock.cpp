// attack: stops the clock of the library
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <chrono>

std::chrono::steady_clock::time_point std::chrono::steady_clock::now() noexcept { // HERE
    return {};
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
