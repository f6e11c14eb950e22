// attack: reads the nonce where the harness read it, writes a record and ends
// exercise: 03
// gets: forged
#include "attacked.hpp"

#include "parts/find_nonce.cpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    char nonce[33] = {};
    read(0, nonce, 32);
    const std::string record = attack::passing_record(nonce);
    write(3, record.data(), record.size());
    _exit(0);
}

} // namespace lab::attacked

#include "parts/child.cpp"
