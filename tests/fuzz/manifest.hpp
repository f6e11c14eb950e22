// What the targets for manifests share.
#pragma once

#include "course/read.hpp"
#include "target.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

namespace threadlab::fuzz {

// Each problem names a line that its file has, or the whole file; there is at least one.
inline void require_places(const std::vector<course::Problem>& problems,
                           const std::map<std::filesystem::path, std::string_view>& files) {
    require(!problems.empty(), "a manifest is refused for a reason");
    std::map<std::filesystem::path, std::ptrdiff_t> lines;
    for (const auto& [file, text] : files) {
        lines[file] = std::ranges::count(text, '\n') + 1;
    }
    for (const course::Problem& problem : problems) {
        const auto file = lines.find(problem.file);
        require(file != lines.end(), "a problem names a file that was read");
        require(problem.line >= 0 && problem.line <= file->second,
                "a problem names a line that exists");
        require(!problem.what.empty(), "a problem says what is wrong");
    }
}

} // namespace threadlab::fuzz
