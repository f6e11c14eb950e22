// attack: defines a weak function
// gets: rejected
#include "attacked.hpp"

[[gnu::weak]] int helper(int number) { // HERE
    return 2 * number;
}

namespace lab::attacked {

int twice(int number) {
    return helper(number);
}

} // namespace lab::attacked

#include "parts/rest.cpp"
