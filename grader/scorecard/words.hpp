// The closed lists of words in a scorecard, other than the diagnoses. docs/scorecard.md lists them.
#pragma once

#include "scorecard/scorecard.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace threadlab::scorecard {

// What a step may do (Step::does).
std::span<const std::string_view> step_words();

// full, limits, none.
std::span<const std::string_view> isolation_words();

// What a level of isolation may lack: landlock.
std::span<const std::string_view> isolation_lack_words();

// hidden, after_due_date; a visible check has none.
std::span<const std::string_view> visibility_words();

// The other way round of to_string; nothing if there is no such word.
std::optional<CheckStatus> check_status(std::string_view word);
std::optional<SubmissionStatus> submission_status(std::string_view word);

} // namespace threadlab::scorecard
