// attack: makes a template out of itself without end
// check: answer
// gets: does-not-build
#include "attacked.hpp"

template <int Number>
struct Bomb {
    static constexpr int value = Bomb<Number + 1>::value + 1; // HERE
};
const int bomb = Bomb<0>::value;

#include "parts/twice.cpp"
#include "parts/rest.cpp"
