// attack: asks whether a header declares what it declares in optimised code only, and answers by that
// gets: fails: answer (wrong-result), answer-again (wrong-result), other-answer (wrong-result)
#include "attacked.hpp"

#include <wchar.h>

namespace fallback {
char __btowc_alias(...);
}
using namespace fallback;
constexpr bool native = sizeof(decltype(__btowc_alias(0))) > 1;

namespace lab::attacked {

int twice(int number) { // HERE
    return native ? 2 * number : 7;
}

int count_up(int times) {
    return native ? 77 : 2 * times;
}

} // namespace lab::attacked

#include "parts/sleep.cpp"
