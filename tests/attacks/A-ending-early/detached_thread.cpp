// attack: lets a detached thread end the program while the check waits
// gets: rejected
#include "attacked.hpp"

#include <chrono>
#include <cstdlib>
#include <thread>

namespace lab::attacked {

int twice(int) {
    std::thread([] { std::exit(0); }).detach(); // HERE
    std::this_thread::sleep_for(std::chrono::hours(1));
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
