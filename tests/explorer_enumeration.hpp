// All executions of an imagined program, and what an exhaustive search sees of them.
#pragma once

#include "explorer/search/exhaustive_search.hpp"
#include "explorer_model.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace threadlab::testing::model {

// What is the same of all executions of a class: Foata's normal form. Each step comes right behind
// the last one that it depends on.
inline std::string normal_form(const std::vector<Done>& execution) {
    std::vector<std::size_t> levels;
    std::vector<std::set<std::string>> form;
    for (std::size_t i = 0; i < execution.size(); ++i) {
        std::size_t level = 0;
        for (std::size_t j = 0; j < i; ++j) {
            const bool ordered =
                execution[i].label[0] == execution[j].label[0] ||
                std::any_of(execution[i].touches.begin(), execution[i].touches.end(),
                            [&](const Touch& mine) {
                                return std::any_of(
                                    execution[j].touches.begin(), execution[j].touches.end(),
                                    [&](const Touch& theirs) { return conflict(mine, theirs); });
                            });
            level = ordered ? std::max(level, levels[j] + 1) : level;
        }
        levels.push_back(level);
        form.resize(std::max(form.size(), level + 1));
        form[level].insert(execution[i].label);
    }
    std::string text;
    for (const auto& level : form) {
        for (const std::string& label : level)
            text += label + " ";
        text += "|";
    }
    return text;
}

constexpr int never_bounded = 1 << 20;

// All executions there are, by normal form. `most_preemptions`: of those that interrupt no more.
class Enumeration {
public:
    explicit Enumeration(int most_preemptions = never_bounded, std::size_t most = 1'000'000)
        : most_preemptions_(most_preemptions), most_(most) {}

    void run(const Model& model, int preemptions = 0, ThreadId current = -1) {
        if (interleavings_ > most_)
            return;
        const auto candidates = model.candidates();
        if (candidates.empty()) {
            ++interleavings_;
            classes_.insert(normal_form(execution_));
            deadlock_ = deadlock_ || model.is_deadlocked();
            way_out_ = way_out_ || model.may_anybody_wake();
        }
        const bool can_go_on =
            std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
                return candidate.thread == current && candidate.how == How::ready;
            });
        for (const Candidate& candidate : candidates) {
            const int now = preemptions + (can_go_on && candidate.thread != current ? 1 : 0);
            if (now <= most_preemptions_)
                branch(model, candidate, now);
        }
    }

    const std::set<std::string>& classes() const { return classes_; }
    std::size_t interleavings() const { return interleavings_; }
    bool any_deadlock() const { return deadlock_; }
    bool any_way_out() const { return way_out_; }
    bool is_whole() const { return interleavings_ <= most_; }

private:
    void branch(const Model& model, const Candidate& candidate, int preemptions) {
        int outcomes = 1;
        for (int outcome = 0; outcome < outcomes; ++outcome) {
            Model copy = model;
            execution_.push_back(copy.step(static_cast<std::size_t>(candidate.thread),
                                           candidate.how, [&](int count) {
                                               outcomes = count;
                                               return outcome;
                                           }));
            run(copy, preemptions, candidate.thread);
            execution_.pop_back();
        }
    }

    int most_preemptions_;
    std::size_t most_;
    std::vector<Done> execution_;
    std::set<std::string> classes_;
    std::size_t interleavings_ = 0;
    bool deadlock_ = false;
    bool way_out_ = false;
};

// What an exhaustive search sees of a model.
struct Searched {
    std::multiset<std::string> classes;
    std::size_t runs = 0;
    bool complete = false;
};

inline Searched search(const Model& model, ExhaustiveSearch search,
                       const std::function<void(const Model&)>& look = {}) {
    static auto* const log = new SearchLog;
    Searched seen;
    while (!search.is_over()) {
        log->progress() = {};
        log->on = true;
        Strategy* strategy = make_exhaustive(search.next(), *log);
        Model copy = model;
        std::vector<Done> execution;
        ThreadId current = 0;
        bool pruned = false;
        while (true) {
            const auto candidates = copy.candidates();
            const Situation situation{candidates, current,
                                      static_cast<std::uint32_t>(execution.size())};
            for (const Candidate& candidate : candidates)
                note_choice(*log, candidate.thread, candidate.how);
            pruned = !candidates.empty() && strategy->is_pruned(situation);
            if (candidates.empty() || pruned)
                break;
            const std::size_t index = candidates.size() > 1 ? strategy->choose(situation) : 0;
            current = candidates[index].thread;
            Step step;
            step.thread = current;
            step.how = candidates[index].how;
            step.operation = candidates[index].next;
            note_step(*log, step.thread, step.operation);
            strategy->done(step);
            execution.push_back(
                copy.step(static_cast<std::size_t>(current), step.how, [&](int outcomes) {
                    const int outcome = strategy->chance(outcomes);
                    note_chance(*log, outcomes, outcome);
                    return outcome;
                }));
            for (std::size_t i = 1; i < execution.back().touches.size(); ++i)
                note_touch(*log, execution.back().touches[i]);
        }
        for (std::size_t i = 0; i < copy.size(); ++i)
            if (!copy.is_over(i))
                note_waiting(*log,
                             {static_cast<ThreadId>(i), copy.next(i), !pruned && copy.may_wake(i)});
        ++seen.runs;
        if (!pruned) {
            seen.classes.insert(normal_form(execution));
            if (look)
                look(copy);
        }
        search.note(*log, pruned);
    }
    seen.complete = search.is_complete();
    return seen;
}

} // namespace threadlab::testing::model
