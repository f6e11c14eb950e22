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

// Arguments: SUBMISSION.so CHECKS.so SUITE.NAME. Notes where the submission is. Ends the process
// with `record` if something cannot be loaded.
Loaded load_check(int argc, char** argv, Record& record);

// To be called when all of both objects has been read that is ever to be: see confine_files.hpp.
// Ends the process with `record` if that cannot be done.
void confine_loaded(Record& record);

// Ends the process with `record`: the submission has loaded, and leaves nothing to go on with.
[[noreturn]] void end_unloadable(const char* what, Record& record);

// Arguments: SUBMISSION.so CHECKS.so SUITE.NAME; the challenge is the first line of standard input.
// Never returns.
[[noreturn]] void run_one_check(int argc, char** argv);

} // namespace threadlab::harness
