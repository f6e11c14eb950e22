// The steps of a failing schedule, numbered, a column for each thread.
#pragma once

#include "scorecard/scorecard.hpp"

#include <string>
#include <vector>

namespace threadlab::report {

// Lines of at most `width` columns. `file`: whose name is left out of places, as it is the only
// one; empty if there are several.
std::vector<std::string> story_table(const std::vector<scorecard::Step>& steps,
                                     const std::string& file, std::size_t width);

} // namespace threadlab::report
