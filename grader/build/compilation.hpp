// The compiler at work on a submission. Whether it compiles or preprocesses, the surroundings are
// the same, down to which files there are: what is audited must be what is compiled.
#pragma once

#include "build/compiler_run.hpp"
#include "build/flags.hpp"
#include "build/kit.hpp"
#include "sandbox/sandbox.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace threadlab::build {

struct Compilation {
    const Kit& kit;
    const Toolchain& toolchain;
    std::string name; // what the compiler is told that the file is called
    std::filesystem::path source;
    Variant variant{};
    std::filesystem::path out; // the folder where the result goes
};

constexpr const char* compiled_file = "submission.so";
constexpr const char* preprocessed_file = "submission.ii";
constexpr const char* intermediate_file = "submission.ll";
constexpr std::int64_t largest_text = std::int64_t{64} << 20; // bytes of either of them

// Makes `compiled_file`.
CompilerResult compile(const Compilation& job, sandbox::Sandbox& sandbox);

// Makes `preprocessed_file`, with the directives that define macros and read files.
CompilerResult preprocess(const Compilation& job, sandbox::Sandbox& sandbox);

// Makes `intermediate_file`: what the front end makes of it, in LLVM's text.
CompilerResult translate(const Compilation& job, sandbox::Sandbox& sandbox);

} // namespace threadlab::build
