// attack: makes two templates out of each, 900 deep
// check: answer
// gets: does-not-build
#include "attacked.hpp"

template <int Depth, unsigned long Number>
struct Bomb {
    static constexpr unsigned long value =
        Bomb<Depth - 1, 2 * Number>::value + Bomb<Depth - 1, 2 * Number + 1>::value;
};
template <unsigned long Number>
struct Bomb<0, Number> {
    static constexpr unsigned long value = Number;
};
const unsigned long bomb = Bomb<40, 0>::value;

#include "parts/twice.cpp"
#include "parts/rest.cpp"
