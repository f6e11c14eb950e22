// It came to a limit of its check, whatever kind of check that is -> a finding.
#pragma once

#include "course/course.hpp"
#include "judge/finding.hpp"

#include <string>

namespace threadlab::judge {

Finding too_much_memory(const course::Check& check);
Finding too_much_output(const course::Check& check);

// It tried to start more threads than it may, at that place, "file:line", if it is known.
Finding too_many_threads(const course::Check& check, const std::string& at);

} // namespace threadlab::judge
