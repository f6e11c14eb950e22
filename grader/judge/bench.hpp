// The workbench that all checks of one submission share: what was built, and where it may run.
#pragma once

#include "build/kit.hpp"
#include "build/submission.hpp"
#include "build/toolchain.hpp"
#include "course/course.hpp"
#include "harness/record.hpp"
#include "sandbox/sandbox.hpp"

#include <optional>
#include <string>

namespace threadlab::judge {

struct Bench {
    const course::Exercise& exercise;
    const build::Submission& submission;
    const build::Kit& kit;
    const build::Toolchain& toolchain;
    const build::Built& built;
    sandbox::Sandbox& sandbox;
};

// One run of one check: what became of the process, and its record, if it sent exactly one that is
// well-formed and carries this run's nonce.
struct HarnessRun {
    sandbox::Outcome outcome;
    std::optional<harness::Record> record;
    bool tsan_reported =
        false; // race: ThreadSanitizer says by the exit status that it saw something
};

// What only one run of a harness and its judge know, so that no record can be prepared beforehand.
// Always of the same length, so that what a harness keeps lies in the same place in every run.
std::string new_nonce();

// The system calls that a submission to `exercise` may make, by what the exercise allows.
sandbox::Calls calls_of(const course::Exercise& exercise);

// What every harness is told by its environment: the limit on threads and, at isolation full, that
// it must be able to confine itself.
std::vector<std::string> harness_environment(const Bench& bench, const course::Check& check);

// Runs `check` once in the harness of `variant`. `decoy`: see harness::Challenge.
HarnessRun run_harness(const Bench& bench, const course::Check& check, build::Variant variant,
                       const std::string& decoy = "");

} // namespace threadlab::judge
