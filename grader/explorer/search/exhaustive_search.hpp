// All schedules of a program, as far as they differ: one of each class of those that differ only in
// the order of steps that do not depend on each other.
//
// Stateless dynamic partial-order reduction: Flanagan and Godefroid, "Dynamic Partial-Order
// Reduction for Model Checking Software", POPL 2005; which thread is to be tried, by the source
// sets of Abdulla, Aronis, Jonsson and Sagonas, "Optimal Dynamic Partial Order Reduction", POPL
// 2014; with sleep sets, so that no class is seen twice. With a bound on preemptions: Coons,
// Musuvathi and McKinley, "Bounded Partial-Order Reduction", OOPSLA 2013, which has no sleep sets
// and may see a class more than once.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/search/guide.hpp"
#include "explorer/search/races.hpp"
#include "explorer/search/search_log.hpp"

#include <cstdint>
#include <optional>

namespace threadlab::explorer {

class ExhaustiveSearch {
public:
    // With `preemptions`: of the schedules that interrupt a thread which could have gone on at most
    // so many times.
    explicit ExhaustiveSearch(std::optional<std::uint32_t> preemptions = {})
        : preemptions_(preemptions) {}

    // What to run next, until note() is called. Only if there is something left.
    const Guide& next() const { return guide_; }

    // Takes the schedule that was run. `pruned`: it was given up, as all that could follow is seen
    // elsewhere.
    void note(const SearchLog& log, bool pruned);

    // Nothing is left to run.
    bool is_over() const { return over_; }
    // All that there is was run, and its classes are as many as the executions.
    bool is_complete() const { return over_ && trusted_; }
    // Whether what was run still lets all be told apart: if not, there will be no claim.
    bool is_trusted() const { return trusted_; }
    // Schedules that were run to their end.
    std::uint32_t executions() const { return executions_; }
    std::optional<std::uint32_t> preemptions() const { return preemptions_; }

private:
    // A step of the schedule that was run last, and what else is to be run in its place.
    struct Node {
        arena::Vector<SearchLog::Choice> choices;
        ThreadId chosen = 0;
        arena::Vector<ThreadId> wanted; // to be chosen, sooner or later; `chosen` is one of them
        arena::Vector<ThreadId> done;   // were chosen, and all that follows was run
        arena::Vector<Sleeper> sleepers;
        arena::Vector<Touch> touches; // of the chosen thread's step, whatever came by chance
        arena::Vector<SearchLog::Chance> chances;
        std::uint32_t preemptions = 0; // before this step
    };

    void follow(const SearchLog& log);
    void add_node(const SearchLog& log, std::size_t step);
    void note_step(const SearchLog& log, std::size_t step);
    void want_reversed(const Race& race);
    void want_within_bound(const Race& race);
    void want_one_of(Node& node, const arena::Vector<ThreadId>& starts);
    bool go_on_from_last();
    bool is_allowed(std::size_t step, ThreadId thread) const;
    std::uint32_t preemptions_with(std::size_t step, ThreadId thread) const;
    void make_guide();

    std::optional<std::uint32_t> preemptions_;
    Guide guide_;
    arena::Vector<Node> nodes_;
    std::uint32_t executions_ = 0;
    bool over_ = false;
    bool trusted_ = true;
};

} // namespace threadlab::explorer
