// The folder that a command runs in: its files, and `out`.
#pragma once

#include "sandbox/descriptor.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>

namespace threadlab::sandbox {

// A temporary folder laid out for one command, readable by everybody, removed with all its contents
// when the Box goes. Files are hard links where possible, else copies; a file that not everybody
// may read is copied. The constructor throws std::filesystem::filesystem_error.
class Box {
public:
    // `owner`: the user who may write to `out`, or -1 for the caller.
    Box(const Command& command, int owner);
    ~Box();
    Box(const Box&) = delete;
    Box& operator=(const Box&) = delete;

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path out() const { return folder_ / "out"; }

    // Copies the files in the folder `handed`, or in `out` where there is none, to `target`, which
    // is made if it is not there. Whatever is no plain file is left behind. Throws
    // std::filesystem::filesystem_error.
    void keep_out(const Descriptor& handed, const std::filesystem::path& target) const;

private:
    std::filesystem::path folder_;
};

} // namespace threadlab::sandbox
