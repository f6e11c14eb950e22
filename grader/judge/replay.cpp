#include "judge/replay.hpp"

#include "judge/about.hpp"
#include "judge/explorer_run.hpp"

namespace threadlab::judge {

std::variant<std::string, WrongToken> decisions_in(const Bench& bench, const course::Check& check,
                                                   const std::string& token) {
    return read_token(token, bench.exercise.id, check.id, fingerprint(bench, check));
}

sandbox::Command command_to_debug(const Bench& bench, const course::Check& check,
                                  const std::string& decisions) {
    Exploration asked = exploration_of(bench.exercise, check);
    asked.replay = decisions;
    asked.in_debugger = true;
    return explorer_command(bench, check, asked, new_nonce());
}

Finding replay(const Bench& bench, const course::Check& check, const std::string& decisions) {
    Exploration asked = exploration_of(bench.exercise, check);
    asked.replay = decisions;
    return told_at_function(read_explorer_run(bench, check, run_explorer(bench, check, asked)),
                            bench, check);
}

} // namespace threadlab::judge
