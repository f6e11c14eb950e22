// What a folder holds that others may have filled.
#pragma once

#include "batch/bounds.hpp"
#include "batch/entry.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace threadlab::batch {

// Walks `folder`, in the order of names, and takes out the files whose names end in one of
// `suffixes`. Below `folder` no link is followed, and nothing is opened for reading but regular
// files that have one name only: a hard link may be somebody's file that is none of the sender's.
// Throws std::system_error if `folder` itself cannot be opened.
Listing read_folder(const std::filesystem::path& folder, const std::vector<std::string>& suffixes,
                    const Bounds& bounds);

// The one file at `path`, under the last part of its name. Throws std::system_error if there is
// nothing.
Listing read_single_file(const std::filesystem::path& path, const Bounds& bounds);

} // namespace threadlab::batch
