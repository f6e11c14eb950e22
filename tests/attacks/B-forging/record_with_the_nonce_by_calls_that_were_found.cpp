// attack: finds the calls that it may not name and the nonce in memory, and does the same
// check: answer
// gets: forged
#include "attacked.hpp"

#include "parts/find_nonce.cpp"
#include "parts/find_symbol.cpp"

namespace lab::attacked {

int twice(int) {
    using attack::find_in_c_library;
    const auto pipe = reinterpret_cast<int (*)(int*)>(find_in_c_library("pipe"));
    const auto write =
        reinterpret_cast<long (*)(int, const void*, unsigned long)>(find_in_c_library("write"));
    const auto leave = reinterpret_cast<void (*)(int)>(find_in_c_library("_exit"));
    int ends[2];
    pipe(ends);
    int written = 0;
    const std::string nonce = attack::find_nonce(
        [&](const char* page) { return ++written < 60000 && write(ends[1], page, 1) == 1; });
    const std::string record = attack::passing_record(nonce);
    write(3, record.data(), record.size());
    leave(0);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
