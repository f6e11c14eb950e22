// One schedule, in a process of its own.
#pragma once

#include "explorer/runtime/schedule.hpp"

namespace threadlab::explorer {

// Keeps this process and its children on the core where it is.
void stay_on_one_core();

// Starts a process that ends with this one. Returns as fork does.
int start_process();
// Waits for its end and returns its status, as wait does.
int wait_for_process(int process);

// Runs a schedule in a child. Returns when the child has ended, with what came of it on the board:
// a verdict always.
void run_in_child(Board& board, const Plan& plan, const Options& options);

// Makes sure that there is a verdict when a process with that status ended in the middle of a
// schedule.
void judge_ending(Board& board, int status);

} // namespace threadlab::explorer
