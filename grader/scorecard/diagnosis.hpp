// The closed list of diagnoses: one word for one cause, the same in YAML, messages, checks and
// docs.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace threadlab::scorecard {

struct Diagnosis {
    std::string_view code;                   // "data-race"
    std::string_view means;                  // one plain sentence for a student
    std::span<const std::string_view> hints; // a general ladder, mildest first; never the solution
};

// All diagnoses, root causes first: where several fire, the earliest here is the one reported and
// the rest go under `also`.
std::span<const Diagnosis> diagnoses();

// The entry for `code`, or nullptr if there is no such diagnosis.
const Diagnosis* find_diagnosis(std::string_view code);

// The place of `code` in diagnoses(); codes that do not exist come last.
std::size_t rank(std::string_view code);

} // namespace threadlab::scorecard
