// attack: reads the nonce where the harness read it, and writes a record
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    char nonce[32];
    if (read(0, nonce, sizeof nonce) > 0) {
        write(3, nonce, sizeof nonce);
    }
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
