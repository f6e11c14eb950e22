// attack: gives the right answer and leaves a thread that computes for ever
// check: answer
// gets: safe
#include "attacked.hpp"

#include <thread>

namespace lab::attacked {

int twice(int number) {
    std::thread([] {
        for (volatile unsigned count = 0;; count = count + 1) {
        }
    }).detach();
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
