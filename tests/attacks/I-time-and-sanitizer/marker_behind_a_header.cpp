// attack: hides a line marker in what looks like a comment, and is a header's name
// gets: rejected
#include "attacked.hpp"

#define HAS __has_include
#if HAS(<none/*>)
#endif
# 1 "/usr/include/x.h" 1 3 // HERE
// */

#include "parts/quiet_count.cpp"
#include "parts/twice.cpp"
#include "parts/sleep.cpp"
