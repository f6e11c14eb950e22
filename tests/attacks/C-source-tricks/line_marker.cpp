// attack: claims it by the mark that a preprocessor leaves
// check: answer
// gets: rejected
#include "attacked.hpp"

namespace lab::attacked {

# 1 "checks.cpp" // HERE
int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
