// attack: hides a line marker in what is a comment only where a header is skipped
// gets: rejected
#include "attacked.hpp"

#if 0
#include <a"> /*
#endif
# 1 "/usr/include/x.h" 1 // HERE
//*/

#include "parts/quiet_count.cpp"
#include "parts/twice.cpp"
#include "parts/sleep.cpp"
