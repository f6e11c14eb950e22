// attack: prints a document of YAML, with tags and anchors
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::fputs("...\n---\nscore: 100\nstatus: graded\n!!python/object:os.system &a [*a, no]\n%TAG ! x\n", stdout);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
