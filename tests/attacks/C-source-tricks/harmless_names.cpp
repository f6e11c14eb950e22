// attack: uses forbidden words as names of its own, in texts and in comments; honest code
// gets: safe
#include "attacked.hpp"

namespace lab::attacked {

namespace {

// Neither exit(0) nor asm("syscall") nor #line 3 is meant here.
struct Door {
    int exit() const { return 2; }
    bool weak = false;
    int fork = 0;
    int alias = 0;
};

int section(int number) {
    return number;
}

const char* const text = "exit(0); __tsan_on_report; no_sanitize";

} // namespace

int twice(int number) {
    const Door door;
    return text != nullptr && !door.weak ? door.exit() * section(number) : 0;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
