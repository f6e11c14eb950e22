// attack: leaves a process in a session of its own
// exercise: 03
// check: answer
// gets: safe
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    if (fork() == 0) {
        setsid();
        for (int descriptor = 0; descriptor < 10; ++descriptor) {
            close(descriptor);
        }
        while (true) {
            sleep(1000);
        }
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
