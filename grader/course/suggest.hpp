// Words that somebody may have meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::course {

// The candidate nearest to `word`, if one is near enough to be a slip of the fingers.
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

// "did you mean 'points'?", or, where nothing is near, "<otherwise>: a, b, c", at most eight words.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates,
                       std::string_view otherwise);

// "a, b, c"; "none" for an empty list.
std::string enumerate(const std::vector<std::string>& words);

} // namespace threadlab::course
