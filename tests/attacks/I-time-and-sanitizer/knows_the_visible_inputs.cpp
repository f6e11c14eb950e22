// attack: knows the answers to the questions that it can read
// gets: fails: other-answer (wrong-result)
#include "attacked.hpp"

namespace lab::attacked {

int twice(int number) {
    return number == 21 ? 42 : 0;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
