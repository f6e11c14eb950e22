// attack: sleeps for ever
// check: answer
// gets: fails: answer (hang)
#include "attacked.hpp"

#include <chrono>
#include <thread>

namespace lab::attacked {

int twice(int) {
    while (true) {
        std::this_thread::sleep_for(std::chrono::hours(1)); // HERE
    }
}

} // namespace lab::attacked

#include "parts/rest.cpp"
