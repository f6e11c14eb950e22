// The C library's functions and objects by class: the data of allowed_calls.
#pragma once

#include <array>
#include <string_view>

namespace threadlab::build {

// Names parted by blanks. What is in no list is refused.
extern const std::string_view calls_of_everybody;
extern const std::string_view calls_for_files;
extern const std::string_view calls_for_processes;
// Those of which there is another one with "64" at its end.
extern const std::string_view calls_with_large_files;

struct Advice {
    std::string_view names;
    std::string_view instead; // goes on after "... is not allowed in this exercise; "
};
extern const std::array<Advice, 10> advice_on_calls;

} // namespace threadlab::build
