// attack: hides a line marker in what looks like a raw string
// gets: rejected
#include "attacked.hpp"

#warning R"(
# 1 "/usr/include/x.h" 1 3 // HERE
//)"

#include "parts/quiet_count.cpp"
#include "parts/twice.cpp"
#include "parts/sleep.cpp"
