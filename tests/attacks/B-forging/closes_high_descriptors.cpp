// attack: closes descriptors that lie out of the way, too
// exercise: 03
// gets: forged
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    for (int descriptor = 0; descriptor < 10; ++descriptor) {
        close(descriptor);
    }
    for (int descriptor = 500; descriptor < 600; ++descriptor) {
        close(descriptor);
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
