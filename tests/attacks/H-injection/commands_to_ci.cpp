// attack: prints commands to a CI system
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::fputs("\n::error file=a::b\n::set-output name=score::100\n##[set-env name=PATH]/tmp\n::add-mask::x\n", stdout);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
