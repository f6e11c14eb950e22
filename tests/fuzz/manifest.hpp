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
    for (const course::Problem& problem : problems) {
        const auto file = files.find(problem.file);
        require(file != files.end(), "a problem names a file that was read");
        const auto lines = std::ranges::count(file->second, '\n') + 1;
        require(problem.line >= 0 && problem.line <= lines, "a problem names a line that exists");
        require(!problem.what.empty(), "a problem says what is wrong");
    }
}

} // namespace threadlab::fuzz
