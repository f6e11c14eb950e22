// attack: a child goes on in the check's program with the right answer, the caller has a wrong one
// exercise: 03
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <sys/wait.h>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    const pid_t child = fork();
    if (child == 0) {
        return 2 * number;
    }
    int status = 0;
    waitpid(child, &status, 0);
    return 41;
}

} // namespace lab::attacked

#include "parts/child.cpp"
