// What is built beforehand, once for all submissions: the harness programs, the lab's headers, and
// each exercise's checks and precompiled header.
#pragma once

#include "build/cache.hpp"
#include "build/flags.hpp"
#include "build/toolchain.hpp"
#include "course/course.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::build {

// Paths of built things; all exist.
struct Kit {
    std::filesystem::path harness_native, harness_race, harness_explore;
    std::filesystem::path header; // the exercise's, as students see it
    // The precompiled header and the wrapper it was made from; only at isolation full.
    std::optional<std::filesystem::path> pch_native, pch_race, pch_explore, pch_source;
    std::filesystem::path checks_native, checks_race, checks_explore;
    std::optional<std::filesystem::path> hidden_native, hidden_race, hidden_explore;
    std::vector<std::string> required; // mangled functions that a submission must define

    const std::filesystem::path& harness(Variant variant) const;
    const std::optional<std::filesystem::path>& pch(Variant variant) const;
    // Those that everybody has, or the hidden ones, which must be there.
    const std::filesystem::path& checks(Variant variant, bool hidden) const;
};

// What of our own goes into harnesses.
struct OwnParts {
    std::filesystem::path grader;  // the folder with harness/ and explorer/program.hpp
    std::filesystem::path runtime; // libthreadlab-explorer.a
};

// The exercise's own fault (its checks do not compile) or the machine's.
struct KitError {
    bool by_author = false;
    std::string why;
};

// Called with a line of text before each longer piece of work.
using Announce = std::function<void(const std::string&)>;

// Builds what is not in `cache` yet.
std::variant<Kit, KitError> prepare_kit(const course::Exercise& exercise,
                                        const Toolchain& toolchain, const OwnParts& own,
                                        const Cache& cache, sandbox::Sandbox& sandbox,
                                        const Announce& announce);

} // namespace threadlab::build
