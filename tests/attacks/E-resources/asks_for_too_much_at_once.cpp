// attack: asks for more memory than there is anywhere
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

#include <vector>

namespace lab::attacked {

int twice(int) {
    volatile unsigned long size = 1UL << 46;
    return static_cast<int>(std::vector<char>(size).size());
}

} // namespace lab::attacked

#include "parts/rest.cpp"
