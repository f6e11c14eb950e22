// attack: gives the right answer only where it can see the checks
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

namespace lab::attacked {

int twice(int number) {
#if __has_include("checks.cpp") || __has_include(<gtest/gtest.h>) ||                              \
    __has_include("/etc/shadow") || __has_include("../checks.cpp") ||                             \
    __has_include("/usr/src/googletest/googletest/src/gtest.cc")
    return 2 * number;
#else
    return 0 * number;
#endif
}

} // namespace lab::attacked

#include "parts/rest.cpp"
