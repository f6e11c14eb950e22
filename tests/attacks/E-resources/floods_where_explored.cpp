// attack: prints without end where schedules are chosen
// check: adds-up
// gets: fails: adds-up (output-limit)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int count_up(int) {
    while (true) {
        std::puts("a line of some length, again and again and again");
    }
}

} // namespace lab::attacked

#include "parts/twice.cpp"
#include "parts/sleep.cpp"
