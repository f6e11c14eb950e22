// What to tell of a run of the compiler that failed.
#pragma once

#include "build/build_result.hpp"
#include "build/compiler_run.hpp"

#include <optional>
#include <string>

namespace threadlab::build {

// Nothing if it did not fail. `name`: of the submission's file.
std::optional<BuildResult> fault_in(const CompilerResult& result, const std::string& name);

} // namespace threadlab::build
