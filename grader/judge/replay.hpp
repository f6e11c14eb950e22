// A schedule that has failed once, run again by its token.
#pragma once

#include "judge/bench.hpp"
#include "judge/finding.hpp"
#include "judge/replay_token.hpp"

#include <string>
#include <variant>

namespace threadlab::judge {

// The decisions in `token`, if it fits.
std::variant<std::string, WrongToken> decisions_in(const Bench& bench, const course::Check& check,
                                                   const std::string& token);

// What runs that schedule in one process, which calls threadlab_explorer_fails() where it fails.
sandbox::Command command_to_debug(const Bench& bench, const course::Check& check,
                                  const std::string& decisions);

// What the schedule comes to that `decisions` lead to.
Finding replay(const Bench& bench, const course::Check& check, const std::string& decisions);

} // namespace threadlab::judge
