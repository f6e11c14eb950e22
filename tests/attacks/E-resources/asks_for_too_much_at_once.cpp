// attack: asks for more memory than there is anywhere
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

#include <vector>

namespace lab::attacked {

namespace {

char* volatile kept = nullptr;

} // namespace

int twice(int) {
    volatile unsigned long size = 1UL << 46;
    std::vector<char> room(size);
    kept = room.data();
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
