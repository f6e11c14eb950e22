// A failing schedule in the debugger.
#pragma once

#include "build/submission.hpp"
#include "sandbox/sandbox.hpp"

namespace threadlab::cli {

// Runs the command in gdb, at the terminal and without a sandbox, and stops where the explorer says
// that the schedule fails, in the innermost frame of the submission. Returns gdb's exit status.
// Throws UsageError if there is no gdb, std::runtime_error if it cannot be started.
int debug(const sandbox::Command& command, const build::Submission& submission);

} // namespace threadlab::cli
