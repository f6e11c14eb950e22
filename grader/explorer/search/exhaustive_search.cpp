#include "explorer/search/exhaustive_search.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

template <typename List, typename T>
bool contains(const List& list, const T& element) {
    return std::find(list.begin(), list.end(), element) != list.end();
}

const SearchLog::Choice* choice_of(const arena::Vector<SearchLog::Choice>& choices,
                                   ThreadId thread) {
    const auto found =
        std::find_if(choices.begin(), choices.end(),
                     [&](const SearchLog::Choice& choice) { return choice.thread == thread; });
    return found == choices.end() ? nullptr : &*found;
}

void want(arena::Vector<ThreadId>& wanted, ThreadId thread) {
    if (!contains(wanted, thread)) {
        wanted.push_back(thread);
    }
}

} // namespace

void ExhaustiveSearch::note(const SearchLog& log, bool pruned) {
    executions_ += pruned ? 0 : 1;
    trusted_ = trusted_ && !log.unfollowed && !log.too_long && !log.strayed;
    if (log.too_long || log.strayed) {
        over_ = true;
        return;
    }
    // What comes before the last step of the guide has been seen, and its races with it.
    const std::size_t fresh = guide_.threads.empty() ? 0 : guide_.threads.size() - 1;
    follow(log);
    for (const Race& race : find_races(log, fresh)) {
        if (preemptions_) {
            want_within_bound(race);
        } else {
            want_reversed(race);
        }
    }
    while (!nodes_.empty() && !go_on_from_last()) {
        nodes_.pop_back();
    }
    over_ = nodes_.empty();
    make_guide();
}

void ExhaustiveSearch::follow(const SearchLog& log) {
    if (!guide_.threads.empty()) {
        note_step(log, guide_.threads.size() - 1);
    }
    for (std::size_t step = nodes_.size(); step < log.step_count; ++step) {
        add_node(log, step);
        note_step(log, step);
    }
    // The step after which nobody could go on took from others the chance to wake for no reason.
    for (std::size_t i = 0; i < log.waiting_count && !nodes_.empty(); ++i) {
        if (log.waiting[i].may_wake_spuriously) {
            nodes_.back().touches.push_back(touch_of(log.waiting[i].next));
        }
    }
}

void ExhaustiveSearch::add_node(const SearchLog& log, std::size_t step) {
    Node node;
    const auto choices = choices_at(log, step);
    node.choices.assign(choices.begin(), choices.end());
    node.chosen = log.steps[step].thread;
    node.wanted.push_back(node.chosen);
    if (step > 0) {
        node.preemptions = preemptions_with(step - 1, nodes_[step - 1].chosen);
        node.sleepers = nodes_[step - 1].sleepers;
        wake(node.sleepers, log, step - 1);
    }
    nodes_.push_back(std::move(node));
}

// Takes what was found out about a step by taking it.
void ExhaustiveSearch::note_step(const SearchLog& log, std::size_t step) {
    Node& node = nodes_[step];
    const auto touches = touches_of(log, step);
    node.touches.insert(node.touches.end(), touches.begin(), touches.end());
    node.chances.clear();
    for (std::size_t i = 0; i < log.chance_count; ++i) {
        if (log.chances[i].step == step) {
            node.chances.push_back(log.chances[i]);
        }
    }
}

void ExhaustiveSearch::want_reversed(const Race& race) {
    want_one_of(nodes_[race.step], race.starts);
}

void ExhaustiveSearch::want_one_of(Node& node, const arena::Vector<ThreadId>& starts) {
    // A wait that ends for no reason is no replacement for what others do: where nobody else can go
    // on, it does not end.
    const auto is_start = [&](const SearchLog::Choice& choice) {
        return contains(starts, choice.thread);
    };
    const bool any_ready =
        std::any_of(node.choices.begin(), node.choices.end(), [&](const SearchLog::Choice& choice) {
            return is_start(choice) && choice.how == How::ready;
        });
    ThreadId first = -1;
    for (const SearchLog::Choice& choice : node.choices) {
        if (!is_start(choice) || (any_ready && choice.how != How::ready)) {
            continue;
        }
        if (contains(node.wanted, choice.thread) || sleeps(node.sleepers, choice.thread)) {
            return;
        }
        first = first < 0 ? choice.thread : first;
    }
    if (first >= 0) {
        node.wanted.push_back(first);
        return;
    }
    for (const SearchLog::Choice& choice : node.choices) {
        want(node.wanted, choice.thread);
    }
}

// Under a bound the other order may be out of reach from here, but not from where the thread that
// was interrupted began its turn.
void ExhaustiveSearch::want_within_bound(const Race& race) {
    std::size_t turn = race.step;
    while (turn > 0 && nodes_[turn - 1].chosen == nodes_[race.step].chosen) {
        --turn;
    }
    for (const std::size_t step : {race.step, turn}) {
        Node& node = nodes_[step];
        if (choice_of(node.choices, race.later) != nullptr) {
            want(node.wanted, race.later);
            continue;
        }
        for (const SearchLog::Choice& choice : node.choices) {
            want(node.wanted, choice.thread);
        }
    }
}

// Chooses what to do next at the last node. False if nothing is left there.
bool ExhaustiveSearch::go_on_from_last() {
    Node& node = nodes_.back();
    while (!node.chances.empty()) {
        if (++node.chances.back().outcome < node.chances.back().outcomes) {
            return true;
        }
        node.chances.pop_back();
    }
    node.done.push_back(node.chosen);
    if (!preemptions_) {
        node.sleepers.push_back({node.chosen, std::move(node.touches)});
    }
    node.touches.clear();
    for (const ThreadId thread : node.wanted) {
        if (!contains(node.done, thread) && !sleeps(node.sleepers, thread) &&
            is_allowed(nodes_.size() - 1, thread)) {
            node.chosen = thread;
            return true;
        }
    }
    return false;
}

bool ExhaustiveSearch::is_allowed(std::size_t step, ThreadId thread) const {
    return !preemptions_ || preemptions_with(step, thread) <= *preemptions_;
}

std::uint32_t ExhaustiveSearch::preemptions_with(std::size_t step, ThreadId thread) const {
    const Node& node = nodes_[step];
    const ThreadId before = step == 0 ? thread : nodes_[step - 1].chosen;
    const SearchLog::Choice* could_go_on = choice_of(node.choices, before);
    const bool interrupts =
        before != thread && could_go_on != nullptr && could_go_on->how == How::ready;
    return node.preemptions + (interrupts ? 1 : 0);
}

void ExhaustiveSearch::make_guide() {
    guide_ = {};
    for (const Node& node : nodes_) {
        guide_.threads.push_back(node.chosen);
        for (const SearchLog::Chance& chance : node.chances) {
            guide_.outcomes.push_back(chance.outcome);
        }
    }
    if (!nodes_.empty()) {
        guide_.sleepers = nodes_.back().sleepers;
    }
}

} // namespace threadlab::explorer
