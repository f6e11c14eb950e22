// attack: hides code from the audit behind a line of a pragma that looks like the preprocessor's
// gets: rejected
#include "attacked.hpp"

#pragma omp R"(
# 1 "/usr/include/x.h" 1 3 // HERE
)"

#include "parts/quiet_count.cpp"
#include "parts/twice.cpp"
#include "parts/sleep.cpp"
