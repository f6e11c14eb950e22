// attack: declares a variable of GoogleTest's and changes it
// check: answer
// gets: does-not-build
#include "attacked.hpp"

namespace testing {

extern bool FLAGS_gtest_list_tests;

} // namespace testing

namespace lab::attacked {

int twice(int) {
    testing::FLAGS_gtest_list_tests = true;
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
