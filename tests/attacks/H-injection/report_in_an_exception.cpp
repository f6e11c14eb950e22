// attack: has its exception look like the rest of the scorecard
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

#include <stdexcept>

namespace lab::attacked {

int twice(int) { // HERE
    throw std::runtime_error("a\n    points: 30\n    status: passed\nrun:\n  seconds: 0\n---\nscore: 100");
}

} // namespace lab::attacked

#include "parts/rest.cpp"
