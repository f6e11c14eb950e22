// Judges what was found: what is taken in, what is not, and why.
#pragma once

#include "batch/entry.hpp"
#include "batch/intake.hpp"

namespace threadlab::batch {

// Looks at nothing but `listing`, whose names and kinds may be lies.
Intake sift(Listing listing, const std::vector<std::string>& wanted, const Bounds& bounds);

} // namespace threadlab::batch
