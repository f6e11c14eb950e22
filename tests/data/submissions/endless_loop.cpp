// Computes for ever.
#include "threading.hpp"

#include <thread>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) { // HERE
    static_cast<void>(work);
    for (volatile std::size_t turn = inputs.size();; turn = turn + 1) {
    }
}

} // namespace lab::threading

#include "rest.hpp"
