// What the compiler and the linker print -> what a student needs to see of it.
#pragma once

#include <string>
#include <string_view>

namespace threadlab::build {

struct CompileErrors {
    std::string at;      // "threading.cpp:14" of the first error in the submission's own text
    std::string message; // the first error first, at most 20 lines, only what helps
};

// `output`: what clang++ or the linker printed when a build failed. `file`: the submission's file
// name; lines of other files are shown only as far as they lead to one of its lines.
// Functions that were declared and called but not defined are named in plain words.
CompileErrors read_compile_errors(std::string_view output, std::string_view file);

} // namespace threadlab::build
