// A folder for temporary files that goes when its owner goes.
#pragma once

#include "sandbox/left_behind.hpp"

#include <filesystem>

namespace threadlab::sandbox {

// The constructor throws std::filesystem::filesystem_error.
class TemporaryFolder {
public:
    TemporaryFolder() : path_(make_temporary_folder()) {}
    ~TemporaryFolder() {
        std::error_code left_behind;
        std::filesystem::remove_all(path_, left_behind);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace threadlab::sandbox
