// attack: sleeps a moment, looks, and sleeps again
// check: answer
// gets: fails: answer (hang)
#include "attacked.hpp"

#include <chrono>
#include <thread>

namespace lab::attacked {

int twice(int) {
    while (true) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

} // namespace lab::attacked

#include "parts/rest.cpp"
