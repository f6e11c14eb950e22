// A program of its own, built to be explored.
#pragma once

#include "build/compiler_run.hpp"
#include "build/toolchain.hpp"
#include "build/words.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::build {

// One source file, as it is given to the compiler.
struct ProgramSource {
    std::string name; // without folders; no two of a program have the same
    std::string text;
};

// The program, or why it does not build (in the compiler's words about the student's lines), or the
// machine's fault.
struct ExploredProgram {
    std::filesystem::path program;
};
struct ProgramDoesNotBuild {
    std::string message;
    std::string at; // "file:line"; may be empty
};
using ProgramResult = std::variant<ExploredProgram, ProgramDoesNotBuild, sandbox::MachineFault>;

// Compiles and links the sources with `runtime` (libthreadlab-explorer.a) into `out`/program.
ProgramResult build_explored_program(const std::vector<ProgramSource>& sources,
                                     const Toolchain& toolchain,
                                     const std::filesystem::path& runtime,
                                     const std::filesystem::path& out, sandbox::Sandbox& sandbox);

// What links a program with the runtime at the path `runtime`.
Words explorer_link_flags(const std::string& runtime);

} // namespace threadlab::build
