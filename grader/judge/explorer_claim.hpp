// What it means that the explorer found nothing, in numbers.
#pragma once

#include "judge/explorer_record.hpp"

#include <string>

namespace threadlab::judge {

// Of a record that passed: which schedules were tried; of a sample, the odds with which it would
// have found a bug of depth 2 (PCT: Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010).
std::string claim_of(const ExplorerRecord& record);

} // namespace threadlab::judge
