// attack: finds the nonce in memory and the calls that it may not name, where schedules are chosen
// check: adds-up
// gets: fails: adds-up (crash)
#include "attacked.hpp"

#include "parts/find_nonce.cpp"
#include "parts/find_symbol.cpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int) {
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
    return 0;
}

} // namespace lab::attacked
