// attack: gives a second name to a function
// check: answer
// gets: rejected
#include "attacked.hpp"

extern "C" int attack_helper(int number) {
    return 2 * number;
}
extern "C" int alias_of_helper(int) __attribute__((alias("attack_helper"))); // HERE

namespace lab::attacked {

int twice(int number) {
    return alias_of_helper(number);
}

} // namespace lab::attacked

#include "parts/rest.cpp"
