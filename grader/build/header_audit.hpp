// What a submission's macros make of the headers that it includes: nothing. A macro could put code
// into one, or choose there, by a macro of the header's, other code in one build than in another.
// Found by preprocessing the same includes without the macros.
#pragma once

#include "build/preprocessed.hpp"
#include "build/refusal.hpp"

#include <optional>
#include <string>
#include <vector>

namespace threadlab::build {

// Whether the submission does anything before an include of its own that could change what the
// header says.
bool may_change_headers(const std::vector<Token>& tokens);

// The includes of the submission alone, in order, with the macros that headers ask for: _GNU_SOURCE
// and its like. To be preprocessed under the submission's own name.
std::string includes_alone(const std::vector<Token>& tokens);

// `tokens`: of the submission; `alone`: of its includes alone, in the same variant.
std::optional<Refusal> audit_headers(const std::vector<Token>& tokens,
                                     const std::vector<Token>& alone);

// Whether the headers say the same in two builds: else a submission could ask what they declare,
// and so learn which build it is.
std::optional<Refusal> audit_same_headers(const std::vector<Token>& build,
                                          const std::vector<Token>& other);

} // namespace threadlab::build
