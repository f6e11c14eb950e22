// Which attributes a submission may give to what it declares.
#pragma once

#include "build/preprocessed.hpp"
#include "build/refusal.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace threadlab::build {

// Goes over the attributes in the brackets that begin at tokens[at], and moves `at` to the closing
// one. `depth`: how many brackets stand around each attribute. Those are refused that are not
// known.
std::optional<Refusal> audit_attributes(const std::vector<Token>& tokens, std::size_t& at,
                                        int depth);

} // namespace threadlab::build
