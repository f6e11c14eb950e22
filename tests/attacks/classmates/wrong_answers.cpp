// attack: none
// gets: fails: answer (wrong-result), answer-again (wrong-result), other-answer (wrong-result)
#include "attacked.hpp"

namespace lab::attacked {

int twice(int number) {
    return number + 2;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
