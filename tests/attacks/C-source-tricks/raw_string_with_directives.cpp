// attack: holds a text that looks like directives; honest code
// gets: safe
#include "attacked.hpp"

namespace lab::attacked {

namespace {

const char* const text = R"(
#line 1 "checks.cpp"
#pragma weak twice
asm("syscall");
)";

} // namespace

int twice(int number) {
    return text[0] == '\n' ? 2 * number : 0;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
