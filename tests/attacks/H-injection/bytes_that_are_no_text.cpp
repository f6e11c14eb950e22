// attack: prints bytes that are not UTF-8, zeros and direction marks
// check: answer
// gets: fails: answer (wrong-result)
// scorecard: \xff\xfe\xc0\xaf
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    const char bytes[] = "\xff\xfe\xc0\xaf\0\xed\xa0\x80\xe2\x80\xae\xf4\x90\x80\x80";
    std::fwrite(bytes, 1, sizeof bytes, stdout);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
