// Which steps of a schedule matter to it: those that another schedule could have taken in another
// order, with another outcome.
#pragma once

#include "judge/explorer_record.hpp"

#include <vector>

namespace threadlab::judge {

// For each of the record's steps, in their order: whether a step of another thread is about the
// same object, one of the two changes it, and neither has to come first. What comes before a
// thread's creation, or after its end was waited for, has to.
std::vector<bool> contended_steps(const std::vector<ExplorerStep>& steps);

} // namespace threadlab::judge
