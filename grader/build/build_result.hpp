// What building a submission comes to.
#pragma once

#include "build/flags.hpp"
#include "build/oddities.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::build {

// The shared objects of the variants that were asked for.
struct Built {
    std::map<Variant, std::filesystem::path> objects;
    std::vector<Oddity> oddities; // calls that are allowed, but should be seen by somebody

    bool has(Variant variant) const { return objects.contains(variant); }
    const std::filesystem::path& object(Variant variant) const { return objects.at(variant); }
};

// The submission's fault, in words for its author.
struct DoesNotBuild {
    std::string message;
    std::string at; // "threading.cpp:14", or empty
};

// Turned down before anything of it runs: it uses what its exercise does not allow.
struct Rejected {
    std::string message;
    std::string at; // "threading.cpp:14", or empty
};

using BuildResult = std::variant<Built, DoesNotBuild, Rejected, sandbox::MachineFault>;

} // namespace threadlab::build
