// attack: computes nearly for ever, a thousand times
// check: answer
// gets: does-not-build
#include "attacked.hpp"

template <int Number>
constexpr int long_time() {
    int number = Number;
    for (int i = 0; i < 200'000; ++i) {
        number ^= i;
    }
    return number;
}
template <int... Numbers>
struct Bomb {
    static constexpr int value = (long_time<Numbers>() + ... + 0);
};
template <int Depth, int... Numbers>
struct Maker : Maker<Depth - 1, Depth, Numbers...> {};
template <int... Numbers>
struct Maker<0, Numbers...> : Bomb<Numbers...> {};
const int bomb = Maker<900>::value;

#include "parts/twice.cpp"
#include "parts/rest.cpp"
