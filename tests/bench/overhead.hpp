// What the sandbox costs a check.
#pragma once

#include "cli/session.hpp"

namespace threadlab::bench {

struct Overhead {
    double full = 0;       // milliseconds of one native check at level full, in the median
    double none = 0;       // at level none
    double difference = 0; // of both, in the median of all rounds
};

// One native check of the reference, by turns at level full and at level none. Throws
// std::runtime_error where it cannot be measured.
Overhead measure_overhead(const cli::Places& places);

} // namespace threadlab::bench
