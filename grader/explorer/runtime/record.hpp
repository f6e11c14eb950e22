// How the supervisor tells the grader what it found.
#pragma once

#include "explorer/runtime/board.hpp"
#include "explorer/runtime/findings.hpp"
#include "explorer/runtime/options.hpp"
#include "explorer/runtime/portfolio.hpp"

namespace threadlab::explorer {

// Writes the record: lines of fields separated by tabs; see docs/explorer.md.
void write_record(const Board& board, const Findings& findings, const Tried& tried,
                  const Options& options);

} // namespace threadlab::explorer
