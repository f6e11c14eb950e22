// Compiles what a kit is made of: the harness programs, the lab's headers, an exercise's checks.
#pragma once

#include "build/flags.hpp"
#include "build/kit.hpp"
#include "build/toolchain.hpp"
#include "build/words.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::build {

constexpr const char* googletest_sources = "/usr/src/googletest/googletest";

// Why something could not be built.
struct BuildFault {
    bool in_source = false; // the compiler found fault with what it was given; else the machine's
    std::string why;
};

// What an exercise brings to its kit.
struct ExerciseSources {
    std::filesystem::path header;                       // which the submission includes
    std::optional<std::filesystem::path> checks_header; // what both kinds of checks may share
    std::filesystem::path checks;
    std::optional<std::filesystem::path> hidden_checks;

    std::vector<std::filesystem::path> all() const;
};

class KitBuilder {
public:
    using Error = std::optional<BuildFault>; // what went wrong, or nothing

    KitBuilder(const Toolchain& toolchain, const OwnParts& own, sandbox::Sandbox& sandbox)
        : toolchain_(toolchain), own_(own), sandbox_(sandbox) {}

    // Fills `out` with <variant>/harness, and with what every checks.so is linked with.
    Error harness(const std::filesystem::path& out) const;

    // Whether headers can be precompiled: they hold paths, which only a full sandbox keeps the
    // same.
    bool precompiles() const { return sandbox_.level() == sandbox::Level::full; }

    // Fills `out` with what every checks.cpp includes, GoogleTest above all, as <variant>.pch: half
    // of the time that compiling one takes.
    Error lab_headers(const std::filesystem::path& out) const;

    // The folders that the two before have filled.
    struct Made {
        std::filesystem::path harness;
        std::optional<std::filesystem::path> lab_headers;
    };
    // Fills `out` with checks-<variant>.so, hidden-<variant>.so where there are hidden ones, the
    // header and, where that can be, <variant>.pch of it and what it was made from.
    Error exercise(const ExerciseSources& sources, const Made& made,
                   const std::filesystem::path& out) const;

    // What all of that is made from: the sources, and the words of the compilers' commands.
    std::vector<sandbox::File> harness_files() const;
    Words recipe() const;

private:
    Words googletest_command() const;
    Words entry_command() const;
    Words harness_command(Variant variant) const;
    // `flags` are those of the code that includes the header.
    static Words precompile_command(Variant variant, const Words& flags);
    Words checks_flags(Variant variant) const;
    Words header_flags(Variant variant) const;
    // Makes <name>-<variant>.so of `source`, by way of the lab's precompiled headers or without.
    Words checks_command(Variant variant, const std::string& source, const std::string& name,
                         bool precompiled) const;

    Error compile(const Words& argv, const std::vector<sandbox::File>& files,
                  const std::filesystem::path& out) const;
    Error precompile(Variant variant, const Words& flags, const std::vector<sandbox::File>& files,
                     const std::filesystem::path& out) const;
    Error harness_program(Variant variant, const std::filesystem::path& out) const;
    Error runner(const std::filesystem::path& out) const;
    struct Checks {
        std::filesystem::path source;
        std::vector<sandbox::File> headers; // of the exercise
        std::string name;                   // of the result: "hidden"
    };
    Error checks(const Checks& checks, Variant variant, const Made& made,
                 const std::filesystem::path& out) const;
    Error exercise_variant(const ExerciseSources& sources, Variant variant, const Made& made,
                           const std::filesystem::path& out) const;
    std::filesystem::path harness_sources() const { return own_.grader / "harness"; }
    std::vector<sandbox::File> lab_files() const;

    const Toolchain& toolchain_;
    const OwnParts& own_;
    sandbox::Sandbox& sandbox_;
};

} // namespace threadlab::build
