// attack: hides code from the audit behind a line of a macro that looks like the preprocessor's
// gets: rejected
#include "attacked.hpp"

#define TEXT R"( // HERE
# 1 "/usr/include/x.h" 1 3
)"

#include "parts/quiet_count.cpp"
#include "parts/twice.cpp"
#include "parts/sleep.cpp"
