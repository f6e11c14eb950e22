// attack: throws an exception whose text takes for ever
// check: answer
// gets: fails: answer (time-limit)
#include "attacked.hpp"

#include <exception>

namespace lab::attacked {

namespace {

struct Endless : std::exception {
    const char* what() const noexcept override {
        for (volatile unsigned number = 0;; number = number + 1) {
        }
    }
};

} // namespace

int twice(int) {
    throw Endless();
}

} // namespace lab::attacked

#include "parts/rest.cpp"
