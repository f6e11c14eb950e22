// What the harness programs have in common: load, run one check, report.
#pragma once

#include "harness/challenge.hpp"
#include "harness/check_entry.hpp"

namespace threadlab::harness {

// Takes the first line of standard input, which is then empty. Ends the process if it is none.
Challenge take_challenge();

// To be called before anything of the submission is loaded: see confine.hpp, confine_files.hpp.
// Where LAB_CONFINE is "yes", the process ends with `record` if the kernel refuses one of them;
// else that one is left out. `threadlab doctor` tells of it.
void confine(Record& record);

// The two objects as dlopen gives them, and the way into the checks.
struct Loaded {
    void* submission = nullptr;
    void* checks = nullptr;
    RunCheck run = nullptr;
};

// Arguments: SUBMISSION.so CHECKS.so SUITE.NAME. Notes where the submission is, and confines
// reading when both are loaded. Ends the process with `record` if one of that cannot be done.
Loaded load_check(int argc, char** argv, Record& record);

// Arguments: SUBMISSION.so CHECKS.so SUITE.NAME; the challenge is the first line of standard input.
// Never returns.
[[noreturn]] void run_one_check(int argc, char** argv);

} // namespace threadlab::harness
