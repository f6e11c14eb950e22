// attack: has an object constructed before all others
// check: answer
// gets: rejected
#include "attacked.hpp"

namespace lab::attacked {

namespace {

struct Number {
    int factor;
    explicit Number(int value) : factor(value) {}
};

} // namespace

__attribute__((init_priority(101))) Number early(2); // HERE

int twice(int number) {
    return early.factor * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
