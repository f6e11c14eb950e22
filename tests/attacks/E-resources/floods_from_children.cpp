// attack: has its children print without end
// exercise: 03
// check: answer
// gets: fails: answer (output-limit)
#include "attacked.hpp"

#include <sys/wait.h>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    for (int i = 0; i < 4; ++i) {
        if (fork() == 0) {
            while (true) {
                write(1, "a line\n", 7);
            }
        }
    }
    while (wait(nullptr) > 0) {
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
