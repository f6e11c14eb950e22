// attack: throws an exception that has no text
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

#include <exception>

namespace lab::attacked {

namespace {

struct Silent : std::exception {
    const char* what() const noexcept override { return nullptr; }
};

} // namespace

int twice(int) {
    throw Silent();
}

} // namespace lab::attacked

#include "parts/rest.cpp"
