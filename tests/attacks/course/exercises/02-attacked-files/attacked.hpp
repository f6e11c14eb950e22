// What is asked of a submission that may use files.
#pragma once

#include <string>

namespace lab::attacked {

// Twice the number.
int twice(int number);

// Writes `text` into a file of its own in /tmp, and returns what is in it then. Leaves no file.
std::string through_a_file(const std::string& text);

} // namespace lab::attacked
