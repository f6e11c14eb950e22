// attack: ends the program through syscall()
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <sys/syscall.h>
#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    syscall(SYS_exit_group, 0); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
