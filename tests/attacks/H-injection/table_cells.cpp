// attack: prints what a spreadsheet would compute
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::fputs("=cmd|' /C calc'!A0\n+1+1\n-1\n@SUM(1)\n\t=1\n\r=1\n", stdout);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
