// Which functions and objects of the system a submission may use, by what its exercise allows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::build {

struct Objection {
    std::string word;    // as a source would name it: "_exit", "ofstream"
    std::string message; // why not, and what to use instead
};

// Nothing if a submission may refer to `symbol`, as a dynamic symbol table spells it. `allow`: the
// classes of the exercise, some of "threads", "processes", "files". All of the C++ library is
// allowed, but for files; of the C library, what is listed.
std::optional<Objection> object_to(const std::string& symbol,
                                   const std::vector<std::string>& allow);

// Whether a library of the system provides `symbol`, so that a submission must not. `is_object`:
// the submission's is a variable, which may be called like a function that it has never heard of.
bool is_of_the_system(const std::string& symbol, bool is_object);

} // namespace threadlab::build
