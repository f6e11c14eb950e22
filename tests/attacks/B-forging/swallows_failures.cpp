// attack: puts functions that do nothing in place of GoogleTest's reporters of failures
// check: answer
// gets: forged
#include "attacked.hpp"

#include "parts/swallow_failures.cpp"

namespace lab::attacked {

[[gnu::noinline]] int twice(int) {
    attack::swallow_failures(attack::address_in_checks());
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
