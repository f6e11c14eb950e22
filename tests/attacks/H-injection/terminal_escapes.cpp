// attack: sets the title of the terminal, clears it and hides what follows
// check: answer
// gets: fails: answer (wrong-result)
// scorecard: \x1b]0;owned\x07\x1b[2J
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::fputs("\x1b]0;owned\x07\x1b[2J\x1b[8m\x9b" "2J\r\b\b", stdout);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
