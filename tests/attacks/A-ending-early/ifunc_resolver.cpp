// attack: has the loader run its code while it resolves a symbol
// check: answer
// gets: rejected
#include "attacked.hpp"

namespace lab::attacked {

namespace {

int loaded = 0;

int doubled(int number) {
    return loaded * number;
}

} // namespace

extern "C" auto attack_resolver() -> int (*)(int) {
    loaded = 2;
    return doubled;
}

int resolved(int number) __attribute__((ifunc("attack_resolver"))); // HERE

int twice(int number) {
    return resolved(number);
}

} // namespace lab::attacked

#include "parts/rest.cpp"
