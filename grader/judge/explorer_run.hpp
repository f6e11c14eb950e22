// Runs a check under the explorer's schedules, and reads what they came to.
#pragma once

#include "judge/bench.hpp"
#include "judge/explorer_record.hpp"
#include "judge/finding.hpp"

#include <optional>
#include <string>

namespace threadlab::judge {

struct Exploration {
    int schedules = 0;
    bool virtual_time = false;         // deadlines come only when nobody can go on
    bool may_fork = false;             // the exercise allows processes
    bool races_only = false;           // what fails without a data race does not count
    int cores = 0;                     // simulated; 0: computing is free
    std::optional<std::string> replay; // these decisions only
    bool in_debugger = false;          // in one process, which calls threadlab_explorer_fails()
    std::string decoy;                 // see harness::Challenge
};

// What the manifests ask for; for kind race, enough schedules to meet what can meet.
Exploration exploration_of(const course::Exercise& exercise, const course::Check& check);

// What became of the process, and its record, if it sent exactly one that is well-formed, carries
// this run's nonce and fits the way in which the process ended. `early`: instead, what the harness
// sent before any schedule began.
struct ExplorerRun {
    sandbox::Outcome outcome;
    std::optional<ExplorerRecord> record;
    std::optional<harness::Record> early;
};

// What runs the check so.
sandbox::Command explorer_command(const Bench& bench, const course::Check& check,
                                  const Exploration& asked, const std::string& nonce);

ExplorerRun run_explorer(const Bench& bench, const course::Check& check, const Exploration& asked);

// What the run says of the submission: passed with its claim, failed with its story, or ungraded.
Finding read_explorer_run(const Bench& bench, const course::Check& check, const ExplorerRun& run);

// Changes with all that a schedule of this check depends on.
std::string fingerprint(const Bench& bench, const course::Check& check);

// The token by which the schedule that `decisions` lead to is found again.
std::string replay_token(const Bench& bench, const course::Check& check,
                         const std::string& decisions);

} // namespace threadlab::judge
