// attack: gives no answer where its memory is watched
// check: answer
// gets: rejected
#include "attacked.hpp"

extern "C" void __tsan_init() __attribute__((weak)); // HERE
namespace lab::attacked {

int twice(int number) {
    return &__tsan_init == nullptr ? 2 * number : 0; // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
