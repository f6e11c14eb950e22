// The text of a small file that an author wrote.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace threadlab::course {

struct SourceFile {
    std::optional<std::string> text;
    std::string problem; // why there is no text
};

// At most 1 MB: what is larger was not written by hand.
SourceFile read_source(const std::filesystem::path& path);

} // namespace threadlab::course
