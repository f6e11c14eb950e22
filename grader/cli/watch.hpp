// Does something again each time one of a few files is saved.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

namespace threadlab::cli {

// Calls `again`, now and after each change of one of `files`, until the program is interrupted.
// What `again` throws is shown and waited out. Returns only if watching fails, with the exit status
// to give. Throws UsageError.
int watch(const std::vector<std::filesystem::path>& files, const std::function<int()>& again);

} // namespace threadlab::cli
