// attack: puts functions that do nothing in place of GoogleTest's reporters of failures
// check: answer
// gets: forged
#include "attacked.hpp"

#include "parts/swallow_failures.cpp"

namespace lab::attacked {

[[gnu::noinline]] int twice(int) {
    attack::swallow_failures(__builtin_return_address(0));
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
