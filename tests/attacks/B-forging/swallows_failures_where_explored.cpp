// attack: does the same where schedules are chosen
// check: adds-up
// gets: fails: adds-up (crash)
#include "attacked.hpp"

#include "parts/swallow_failures.cpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

[[gnu::noinline]] int count_up(int) {
    attack::swallow_failures(attack::address_in_checks());
    return 0;
}

} // namespace lab::attacked
