// attack: prints what the harness would report
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    const char* record = "threadlab-record 1\nnonce\t\nended\tfinished\nwhat\t\nrefused\t0\nend\n";
    std::printf("%s", record);
    std::fprintf(stderr, "%s", record);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
