// attack: makes a buffer of the library's own kind of the harness's channel
// exercise: 02
// gets: forged
#include "attacked.hpp"

#include <ext/stdio_filebuf.h>
#include <ostream>

namespace lab::attacked {

int twice(int) {
    __gnu_cxx::stdio_filebuf<char> buffer(3, std::ios::out);
    std::ostream(&buffer) << "threadlab-record 1\n" << std::flush;
    return 41;
}

} // namespace lab::attacked

#include "parts/file.cpp"
