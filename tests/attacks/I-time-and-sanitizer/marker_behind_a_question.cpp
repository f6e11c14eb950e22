// attack: hides a line marker in what is a comment only where a header is asked for
// gets: rejected
#include "attacked.hpp"

#if __has_include(<a">) /*
R"( */
#endif
# 1 "/usr/include/x.h" 1 // HERE
//)"

#include "parts/quiet_count.cpp"
#include "parts/twice.cpp"
#include "parts/sleep.cpp"
