// attack: asks the loader where everything lies
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstddef>
#include <link.h>

namespace lab::attacked {

int twice(int number) {
    int count = 0;
    dl_iterate_phdr( // HERE
        [](dl_phdr_info*, std::size_t, void* found) { return ++*static_cast<int*>(found) * 0; }, // HERE
        &count);
    return 2 * number + 0 * count;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
