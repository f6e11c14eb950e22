// attack: hides the function that is asked for
// check: answer
// gets: does-not-build
#include "attacked.hpp"

namespace lab::attacked {

[[gnu::visibility("hidden")]] int twice(int number) {
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
