// attack: fills the channel of the record
// exercise: 03
// gets: forged
#include "attacked.hpp"

#include <string>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    const std::string garbage(65536, 'x');
    for (int i = 0; i < 32; ++i) {
        write(3, garbage.data(), garbage.size());
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
