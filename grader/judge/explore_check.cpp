#include "judge/explore_check.hpp"

#include "judge/explorer_run.hpp"

namespace threadlab::judge {

Finding judge_explore(const Bench& bench, const course::Check& check) {
    return read_explorer_run(bench, check,
                             run_explorer(bench, check, exploration_of(bench.exercise, check)));
}

} // namespace threadlab::judge
