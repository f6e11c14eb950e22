// What every fuzz target says of what it tries.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace threadlab::fuzz {

// Ends the program where a promise is broken, for whoever fuzzes to keep the input.
inline void require(bool kept, const char* promise) {
    if (!kept) {
        std::fprintf(stderr, "broken: %s\n", promise);
        std::abort();
    }
}

} // namespace threadlab::fuzz
