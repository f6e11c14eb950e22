// The strategies that there are.
#pragma once

#include "explorer/search/guide.hpp"
#include "explorer/strategies/strategy.hpp"

namespace threadlab::explorer {

// Goes on with the thread that ran last as long as it can, then with the first that can. Lets time
// pass only when nobody can run, and nothing happens by chance: the run that a program's author has
// in mind, and the one that the others are profiled by.
Strategy* make_non_preemptive();

// Each possibility is as likely as any other, at every step.
Strategy* make_random_walk(std::uint64_t seed);

// A random walk of some length, and then everybody in turn, a few steps each: a schedule that is
// fair, and in which threads that step back for each other meet again and again.
Strategy* make_round_robin(std::uint64_t seed, const Profile& profile);

// PCT: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A Randomized Scheduler with Probabilistic
// Guarantees of Finding Bugs", ASPLOS 2010. Of n threads and k steps, a bug of depth d is found in
// one run with probability of at least 1/(n k^(d-1)).
Strategy* make_pct(std::uint64_t seed, const Profile& profile, int depth);

// POS: Yuan, Yang and Gu, "Partial Order Aware Concurrency Sampling", CAV 2018: every step that
// waits to be taken has a random priority, and draws a new one when a step that it depends on was
// taken.
Strategy* make_pos(std::uint64_t seed);

// SURW: Zhao, Wolff, Mathur and Roychoudhury, "Selectively Uniform Concurrency Testing", ASPLOS
// 2025: uniform over the interleavings of the steps on one object, drawn anew for each run. With
// `all`, URW: of all steps.
Strategy* make_surw(std::uint64_t seed, const Profile& profile, bool all);

// One schedule of an exhaustive search: takes the steps of the guide and then what is not asleep,
// as make_non_preemptive where there is a choice. `log` is of this very schedule, and must be told
// of everything before this strategy is.
Strategy* make_exhaustive(const Guide& guide, SearchLog& log);

// Takes the decisions given, in their order; from then on, as make_non_preemptive. A decision that
// cannot be taken is passed over.
Strategy* make_replay(const Decision* decisions, std::size_t count);

} // namespace threadlab::explorer
