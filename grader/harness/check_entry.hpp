// The one door between a harness and the checks that it has loaded.
#pragma once

#include "harness/record.hpp"

namespace threadlab::harness {

// Told of each failure as it happens, unless null.
using OnFailure = void (*)(const Failure& failure);

// Runs the GoogleTest `test` ("Suite.Name") and fills in ended, failures and measures. `decoy`: if
// not empty, the test fails with it, whatever else it does.
using RunCheck = void (*)(const char* test, const char* decoy, Record& record,
                          OnFailure on_failure);

constexpr const char* run_check_symbol = "threadlab_run_check";

// What lab::record puts before the name of a measure when it records a test property, and what
// LAB_EXPECT puts on both sides of a code at the beginning of a message.
constexpr const char* measure_prefix = "lab-measure:";
constexpr char code_mark = '\x1e';

} // namespace threadlab::harness
