// attack: computes for ever where schedules are chosen
// check: adds-up
// gets: fails: adds-up (time-limit)
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int) {
    while (true) {
    }
}

} // namespace lab::attacked
