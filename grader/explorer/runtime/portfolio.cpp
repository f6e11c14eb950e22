#include "explorer/runtime/portfolio.hpp"

#include "explorer/runtime/flat_map.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/strategies/strategies.hpp"

#include <algorithm>
#include <iterator>

namespace threadlab::explorer {
namespace {

using Make = Strategy* (*)(std::uint64_t, const Profile&);

Strategy* none(std::uint64_t, const Profile&) {
    return make_non_preemptive();
}
Strategy* random_walk(std::uint64_t seed, const Profile&) {
    return make_random_walk(seed);
}
Strategy* round_robin(std::uint64_t seed, const Profile& profile) {
    return make_round_robin(seed, profile);
}
Strategy* pct(std::uint64_t seed, const Profile& profile) {
    return make_pct(seed, profile, 3);
}
Strategy* shallow_pct(std::uint64_t seed, const Profile& profile) {
    return make_pct(seed, profile, 2);
}
Strategy* pos(std::uint64_t seed, const Profile&) {
    return make_pos(seed);
}
Strategy* surw(std::uint64_t seed, const Profile& profile) {
    return make_surw(seed, profile, false);
}
Strategy* urw(std::uint64_t seed, const Profile& profile) {
    return make_surw(seed, profile, true);
}

struct Name {
    const char* word;
    Make make;
};
constexpr Name names[] = {
    {"none", none}, {"random", random_walk}, {"pct", pct}, {"round-robin", round_robin},
    {"pos", pos},   {"surw", surw},          {"urw", urw}};

// In turn, so that whatever finds a bug soon does: half SURW, as it finds most.
constexpr Make in_turn[] = {surw, pct,         surw, urw,         surw, pos, surw, random_walk,
                            surw, shallow_pct, surw, round_robin, surw, pos, surw, urw};

// What part of the schedules an exhaustive search gets, if nothing else is asked for.
constexpr std::uint32_t searched_part = 10;

} // namespace

Plan Portfolio::lesson(std::uint32_t index) const {
    return {index == 0 ? none : random_walk, options_.seed + index, &profile_, {}};
}

void Portfolio::learn(const Board& board) {
    const std::size_t threads = board.threads;
    profile_ = {};
    profile_.threads = board.threads;
    profile_.steps = board.step_count;
    profile_.by_thread.resize(threads);
    // In the order of their first use: where they lie in memory must not decide which one is drawn.
    arena::Vector<Profile::Object> objects;
    FlatMap<std::size_t> index_of;
    for (std::uint32_t i = 0; i < recorded_steps(board); ++i) {
        const Step& step = board.steps[i];
        const auto thread = static_cast<std::size_t>(step.thread);
        ++profile_.by_thread[thread].steps;
        const std::uintptr_t object = granule_of(step.operation.object);
        if (step.operation.does == Does::begin || step.operation.does == Does::create ||
            object == 0) {
            continue;
        }
        const auto [index, is_new] = index_of.insert(object);
        if (is_new) {
            index = objects.size();
            objects.push_back({object, arena::Vector<std::uint32_t>(threads)});
        }
        ++objects[index].steps[thread];
    }
    for (std::size_t i = 1; i < threads; ++i) {
        profile_.by_thread[i].creator = board.creators[std::min(i, most_threads - 1)];
    }
    const auto is_shared = [](const Profile::Object& object) {
        return std::count_if(object.steps.begin(), object.steps.end(),
                             [](std::uint32_t count) { return count > 0; }) > 1;
    };
    std::copy_if(objects.begin(), objects.end(), std::back_inserter(profile_.objects), is_shared);
}

Portfolio::Portfolio(const Options& options)
    : options_(options), search_(options.preemptions),
      searches_(options.strategy == "auto" || options.strategy == "exhaustive") {}

Plan Portfolio::next() {
    if (searches_) {
        return {nullptr, 0, &profile_, {}, &search_.next()};
    }
    return sample();
}

Plan Portfolio::sample() {
    const std::uint32_t index = samples_++;
    if (runs_ == 0) {
        return {none, 0, &profile_, {}};
    }
    const std::uint64_t seed = Random(options_.seed * 1'000'003 + index).next();
    Make make = in_turn[(index - 1) % std::size(in_turn)];
    if (options_.strategy != "auto" && options_.strategy != "exhaustive") {
        const auto* const name =
            std::find_if(std::begin(names), std::end(names),
                         [&](const Name& known) { return options_.strategy == known.word; });
        if (name == std::end(names)) {
            system::give_up("LAB_EXPLORE: there is no such strategy");
        }
        make = name->make;
    }
    pct_runs_[0] += make == shallow_pct ? 1 : 0;
    pct_runs_[1] += make == pct ? 1 : 0;
    return {make, seed, &profile_, {}};
}

void Portfolio::note(const Board& board) {
    ++runs_;
    if (!searches_) {
        return;
    }
    search_.note(board.search, board.verdict == Verdict::pruned);
    const bool alone = options_.strategy == "exhaustive";
    const std::uint32_t most = alone ? options_.schedules : options_.schedules / searched_part;
    // Where there will be no claim, others find more.
    if (search_.is_over() || runs_ >= most || (!alone && !search_.is_trusted())) {
        searches_ = false;
        samples_ = 1;
    }
}

bool Portfolio::is_done() const {
    return runs_ >= options_.schedules || search_.is_complete();
}

Tried Portfolio::tried() const {
    return {search_.is_complete(), options_.preemptions, pct_runs_, profile_.steps};
}

} // namespace threadlab::explorer
