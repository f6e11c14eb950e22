// The submission that the command line names: a file, a folder, or an archive.
#pragma once

#include "build/submission.hpp"
#include "cli/session.hpp"
#include "course/course.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <optional>

namespace threadlab::cli {

// `path`: a file; a folder that holds the exercise's file, read as its owner would (links are
// followed); an archive, or a folder that holds the file further down, both taken in as a
// stranger's: what was not taken is told on standard error. Not given: the exercise's own folder.
// Throws UsageError if the file is not there or was refused, std::runtime_error if the machine
// could not look.
build::Submission read_handed_in(const std::optional<std::filesystem::path>& path,
                                 const course::Exercise& exercise, const Places& places,
                                 sandbox::Sandbox& sandbox);

} // namespace threadlab::cli
