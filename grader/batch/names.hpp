// What the name of an entry tells, and what is wrong with it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::batch {

// Bytes of the longest name that is taken, with its folders, and of one part of it.
constexpr std::size_t longest_name = 1024;
constexpr std::size_t longest_part = 255;

// The name with "./" and doubled slashes taken out: "./a//b.cpp" is "a/b.cpp". A slash at the
// beginning stays.
std::string tidied(std::string_view name);

// What follows the last slash; and what stands before the first, "" if there is none.
std::string_view last_part(std::string_view name);
std::string_view top_folder(std::string_view name);

bool ends_in_one_of(std::string_view name, const std::vector<std::string>& suffixes);

// The outermost folder on the way to `name` that nobody needs to look into (".git", "__MACOSX",
// "build"), as "lab/.git"; or nothing.
std::optional<std::string> folder_not_needed(std::string_view name);

// Why nothing of that name can be taken, as the rest of a sentence that says the way out; or
// nothing. `name` is tidied.
std::optional<std::string> find_name_fault(std::string_view name);

// As one word of printable ASCII: all but letters, digits and "/._+,-" as %2F. Names that differ
// stay different.
std::string percent_encoded(std::string_view text);
// Nothing if `text` is not what percent_encoded makes.
std::optional<std::string> percent_decoded(std::string_view text);

// `part` as the name of a file or folder of our own: letters of any script stay, and so do digits,
// blanks and "._+,-"; everything else, and what a program would take for something else at the
// beginning of a name, is written as %2D. Names that differ stay different.
std::string safe_name(std::string_view part);

} // namespace threadlab::batch
