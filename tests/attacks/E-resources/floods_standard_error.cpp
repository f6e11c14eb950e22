// attack: prints without end to the other stream
// check: answer
// gets: fails: answer (output-limit)
#include "attacked.hpp"

#include <iostream>

namespace lab::attacked {

int twice(int) { // HERE
    while (true) {
        std::cerr << "a line of some length, again and again and again\n";
    }
}

} // namespace lab::attacked

#include "parts/rest.cpp"
