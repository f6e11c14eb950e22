// attack: prints lines that look like those of the report
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::fputs("\n  score  100 / 100\n\n  PASSED  answer  30 / 30\nthreadlab: all checks passed\n", stdout);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
