// Values in the words of a failure's sentence.
#pragma once

#include <string>
#include <vector>

namespace lab {

// "1 2 3", or "nothing"
inline std::string text(const std::vector<int>& numbers) {
    std::string line;
    for (const int number : numbers) {
        line += (line.empty() ? "" : " ") + std::to_string(number);
    }
    return line.empty() ? "nothing" : line;
}

} // namespace lab
