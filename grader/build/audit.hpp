// The audit of a submission: what it says and what its objects hold, before anything of it runs.
#pragma once

#include "build/oddities.hpp"
#include "build/preprocessed.hpp"
#include "build/refusal.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::build {

// A submission's text as the preprocessor gives it for one variant.
struct Preprocessed {
    std::unique_ptr<const std::string> text;
    std::vector<Token> tokens; // they point into `text`
};

// Reads what the preprocessor left in `folder`.
Preprocessed read_preprocessed_file(const std::filesystem::path& folder);

// What is wrong with the source itself: `builds` are its variants, the first one that without
// instrumentation; `allow` the classes of the exercise.
std::optional<Refusal> audit_text(const std::vector<Preprocessed>& builds,
                                  const std::vector<std::string>& allow);

// What is wrong with a source that compiles.
std::optional<Refusal> audit_compiled_text(const Preprocessed& build);

// What is wrong with what the front end makes of it: `folder` holds `intermediate_file`.
std::optional<Refusal> audit_translated(const std::filesystem::path& folder,
                                        const Preprocessed& plain);

// Calls of that object that are allowed, but should be seen by somebody.
std::vector<Oddity> find_odd_calls(const std::filesystem::path& object, const Preprocessed& plain);

// What is wrong with one object. `plain`: the text that it was made from, to find the line in;
// `instrumented`: whether it is one for ThreadSanitizer or the explorer. Throws BadObject
// if the file is no shared object.
std::optional<Refusal> audit_build(const std::filesystem::path& object, bool instrumented,
                                   const Preprocessed& plain,
                                   const std::vector<std::string>& allow);

} // namespace threadlab::build
