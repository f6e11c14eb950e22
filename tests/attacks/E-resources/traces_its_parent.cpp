// attack: looks into the process that started it
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <sys/ptrace.h>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    return static_cast<int>(ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr)) == 4711 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/child.cpp"
