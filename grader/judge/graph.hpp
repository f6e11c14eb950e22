// Runs checks in the order of their needs, several side by side.
#pragma once

#include "course/course.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace threadlab::judge {

// Calls `run` once for each index into `checks`, each after all that its check needs, on up to
// `workers` threads; kind timing alone, once nothing else can run. `run` must not throw. Checks
// whose needs are not in `checks` must not be there.
void run_in_order(const std::vector<course::Check>& checks, int workers,
                  const std::function<void(std::size_t)>& run);

} // namespace threadlab::judge
