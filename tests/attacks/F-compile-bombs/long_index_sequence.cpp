// attack: makes a list of 20 million numbers
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#include <cstddef>
#include <utility>

template <std::size_t... Numbers>
constexpr std::size_t sum(std::index_sequence<Numbers...>) {
    return (Numbers + ... + 0);
}

const std::size_t bomb = sum(std::make_index_sequence<20'000'000>());

#include "parts/twice.cpp"
#include "parts/rest.cpp"
