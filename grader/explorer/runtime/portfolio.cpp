#include "explorer/runtime/portfolio.hpp"

#include "explorer/runtime/system.hpp"
#include "explorer/strategies/strategies.hpp"

#include <algorithm>

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
    constexpr int depth = 3;
    return make_pct(seed, profile, depth);
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
constexpr Make in_turn[] = {surw, pct, surw, urw,         surw, pos, surw, random_walk,
                            surw, pct, surw, round_robin, surw, pos, surw, urw};

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
    arena::Map<std::uintptr_t, arena::Vector<std::uint32_t>> objects;
    for (std::uint32_t i = 0; i < recorded_steps(board); ++i) {
        const Step& step = board.steps[i];
        const auto thread = static_cast<std::size_t>(step.thread);
        ++profile_.by_thread[thread].steps;
        if (step.operation.does == Does::begin || step.operation.does == Does::create) {
            continue;
        }
        auto& steps = objects[step.operation.object & ~(granule_size - 1)];
        steps.resize(threads);
        ++steps[thread];
    }
    for (std::size_t i = 1; i < threads; ++i) {
        profile_.by_thread[i].creator = board.creators[std::min(i, most_threads - 1)];
    }
    for (auto& [object, steps] : objects) {
        const auto users = std::count_if(steps.begin(), steps.end(),
                                         [](std::uint32_t count) { return count > 0; });
        if (object != 0 && users > 1) {
            profile_.objects.push_back({object, std::move(steps)});
        }
    }
}

Plan Portfolio::plan(std::uint32_t index) const {
    if (index == 0) {
        return {none, 0, &profile_, {}};
    }
    const std::uint64_t seed = Random(options_.seed * 1'000'003 + index).next();
    if (options_.strategy == "auto") {
        return {in_turn[(index - 1) % std::size(in_turn)], seed, &profile_, {}};
    }
    for (const Name& name : names) {
        if (options_.strategy == name.word) {
            return {name.make, seed, &profile_, {}};
        }
    }
    system::give_up("LAB_EXPLORE: there is no such strategy");
}

} // namespace threadlab::explorer
