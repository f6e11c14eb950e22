// Where a scorecard is kept.
#pragma once

#include "scorecard/scorecard.hpp"

#include <filesystem>

namespace threadlab::cli {

// Makes `folder`, before anything is graded, so that no verdict is lost for want of a place to put
// it. Throws UsageError if nothing can be written there.
void make_out_folder(const std::filesystem::path& folder);

// Writes all at once, so that whoever reads the file never finds half of it. Makes the folder that
// it lies in. Throws std::runtime_error.
void write_scorecard(const scorecard::Scorecard& card, const std::filesystem::path& file);

} // namespace threadlab::cli
