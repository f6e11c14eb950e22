// Why a submission is turned down before anything of it is run.
#pragma once

#include <string>

namespace threadlab::build {

struct Refusal {
    std::string message; // what it does, why that is not allowed, and what to use instead
    int line = 0;        // of the submission; 0: none is known
    bool operator==(const Refusal&) const = default;
};

} // namespace threadlab::build
