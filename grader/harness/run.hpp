// What the harness programs have in common: load, run one check, report.
#pragma once

namespace threadlab::harness {

// Arguments: SUBMISSION.so CHECKS.so SUITE.NAME; the nonce is the first line of standard input.
// Never returns.
[[noreturn]] void run_one_check(int argc, char** argv);

} // namespace threadlab::harness
