// Code addresses -> functions and source lines, by llvm-symbolizer run inside the sandbox (the
// debug information comes from the submission, so it is not trusted).
#pragma once

#include "harness/record.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace threadlab::judge {

// One source position; an address has several when functions are inlined, innermost first.
struct Place {
    std::string function;  // demangled
    std::string file;      // as the debug information spells it: "threading.cpp"
    int line = 0;          // 0: unknown
    int function_line = 0; // where the function begins; 0: unknown
    int column = 0;        // from 1; 0: unknown
    bool operator==(const Place&) const = default;
};

// Whether it is in `file`, which the submission is compiled as: a name without folders.
bool is_of(const Place& place, const std::string& file);

// Where its function begins or, if that is not known, its own line.
int first_line(const Place& place);

using Places = std::map<std::pair<std::string, unsigned long>, std::vector<Place>>;

// How files are named: as the compiler was given them, or with the folder where it ran.
enum class FileNames { as_given, whole };

// Looks up all `frames` whose module is `object`'s file name, in one run of `symbolizer` (absolute
// path). Frames of other modules are left out of the result. A MachineFault if it cannot be run.
std::variant<Places, sandbox::MachineFault> symbolise(const std::vector<harness::Frame>& frames,
                                                      const std::filesystem::path& object,
                                                      const std::filesystem::path& symbolizer,
                                                      sandbox::Sandbox& sandbox,
                                                      FileNames names = FileNames::as_given);

} // namespace threadlab::judge
