// The words of a command.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

namespace threadlab::build {

using Words = std::vector<std::string>;

// All parts, one after the other.
inline Words joined(std::initializer_list<Words> parts) {
    Words words;
    for (const Words& part : parts) {
        words.insert(words.end(), part.begin(), part.end());
    }
    return words;
}

} // namespace threadlab::build
