// Bytes that a submission chose, one character at a time: what may be shown, and what must not.
#pragma once

#include <string>
#include <string_view>

namespace threadlab::scorecard {

struct Character {
    char32_t code = 0;     // the code point, or the byte if it is not UTF-8
    std::size_t bytes = 1; // how many it takes; at least 1
    bool is_utf8 = true;
};

// The first character of `text`, which must not be empty.
Character first_character(std::string_view text);

// False for what has no shape of its own or changes how its neighbours are shown: control
// characters, direction marks, zero-width characters, line separators, bytes that are not UTF-8.
bool is_visible(const Character& character);

// A character as a backslash escape of printable ASCII: \n, \x1b, \u202e, \U000e0041.
std::string escaped(const Character& character);

} // namespace threadlab::scorecard
