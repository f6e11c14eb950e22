// attack: prints without end
// check: answer
// gets: fails: answer (output-limit)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) { // HERE
    while (true) {
        std::puts("a line of some length, again and again and again");
    }
}

} // namespace lab::attacked

#include "parts/rest.cpp"
