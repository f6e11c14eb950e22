// attack: takes memory without end while it is compiled
// check: answer
// gets: does-not-build
#include "attacked.hpp"

constexpr int hoard() {
    int sum = 0;
    for (int i = 0; i < 100; ++i) {
        int* numbers = new int[10'000'000]();
        sum += numbers[5];
    }
    return sum;
}
constexpr int bomb = hoard();

#include "parts/twice.cpp"
#include "parts/rest.cpp"
