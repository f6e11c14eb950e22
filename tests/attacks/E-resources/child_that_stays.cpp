// attack: leaves a grandchild that nobody waits for
// exercise: 03
// check: answer
// gets: safe
#include "attacked.hpp"

#include <sys/wait.h>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    const pid_t child = fork();
    if (child == 0) {
        if (fork() == 0) {
            while (true) {
                pause();
            }
        }
        _exit(0);
    }
    waitpid(child, nullptr, 0);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
