// Which steps of a schedule are its story, and how they are told.
#pragma once

#include "judge/explorer_reader.hpp"
#include "scorecard/scorecard.hpp"

#include <vector>

namespace threadlab::judge {

// In their order; of a long story, the end.
std::vector<scorecard::Step> steps_of(const ExplorerRecord& record, const Reader& reader);

} // namespace threadlab::judge
