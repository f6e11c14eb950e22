// threadlab doctor: what this machine can and cannot do, and the command that mends it.
#pragma once

namespace threadlab::cli {

// Prints one line a thing. Returns `full_marks` if nothing is missing, else `could_not_grade`.
int run_doctor();

} // namespace threadlab::cli
