// attack: is right when it is asked for the first time
// gets: fails: answer-again (wrong-result)
#include "attacked.hpp"

namespace lab::attacked {

int twice(int number) {
    static int calls = 0;
    return ++calls == 1 ? 2 * number : 0;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
