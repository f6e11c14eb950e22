// attack: closes whatever the harness may report through, and gives the right answer
// exercise: 03
// gets: safe
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    for (int descriptor = 0; descriptor < 10; ++descriptor) {
        close(descriptor);
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
