// Names that some systems take for one and the same.
#pragma once

#include <string>
#include <string_view>

namespace threadlab::batch {

// Equal for names that differ by case or by Unicode's normalisation form only, as the file systems
// of macOS and Windows have it (Unicode 14, full case folding, then NFC). `name` is UTF-8.
std::string folded_name(std::string_view name);

} // namespace threadlab::batch
