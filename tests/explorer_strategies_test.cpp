// The strategies on imagined threads: which orders they choose, and how often. Seeds are fixed, so
// that the counts are the same on every run; the bounds are what the papers promise.

#include "explorer/strategies/strategies.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>

namespace {

using namespace threadlab::explorer;

// What each thread does: a letter is an object. Thread i is there from the beginning.
using Threads = std::vector<std::string>;

Operation operation_on(char object) {
    constexpr std::uintptr_t apart = 64;
    Operation operation;
    operation.does = Does::write;
    operation.object = static_cast<std::uintptr_t>(object) * apart;
    operation.size = 4;
    return operation;
}

Profile profile_of(const Threads& threads) {
    Profile profile;
    profile.threads = static_cast<std::uint32_t>(threads.size());
    std::map<char, arena::Vector<std::uint32_t>> objects;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        const auto steps = static_cast<std::uint32_t>(threads[i].size());
        profile.steps += steps;
        profile.by_thread.push_back({steps, -1});
        for (const char object : threads[i]) {
            objects[object].resize(threads.size());
            ++objects[object][i];
        }
    }
    for (const auto& [object, steps] : objects)
        if (std::count_if(steps.begin(), steps.end(), [](std::uint32_t n) { return n > 0; }) > 1)
            profile.objects.push_back({operation_on(object).object, steps});
    return profile;
}

// The order in which the threads take their steps: "0110".
std::string order_under(Strategy& strategy, const Threads& threads,
                        arena::Vector<Decision>* decisions = nullptr) {
    std::vector<std::size_t> done(threads.size());
    std::string order;
    ThreadId current = 0;
    while (true) {
        arena::Vector<Candidate> candidates;
        for (std::size_t i = 0; i < threads.size(); ++i)
            if (done[i] < threads[i].size())
                candidates.push_back(
                    {static_cast<ThreadId>(i), How::ready, operation_on(threads[i][done[i]])});
        if (candidates.empty())
            return order;
        const Situation situation{candidates, current, static_cast<std::uint32_t>(order.size())};
        const std::size_t ordinary = ordinary_choice(situation);
        const std::size_t index = candidates.size() > 1 ? strategy.choose(situation) : ordinary;
        current = candidates[index].thread;
        if (decisions != nullptr && index != ordinary)
            decisions->push_back({Decision::Kind::thread, How::ready,
                                  static_cast<std::int16_t>(current), situation.step});
        Step step;
        step.thread = current;
        step.operation = candidates[index].next;
        strategy.done(step);
        ++done[static_cast<std::size_t>(current)];
        order += std::to_string(current);
    }
}

using Make = std::function<Strategy*(std::uint64_t seed, const Profile& profile)>;

std::map<std::string, int> orders(const Make& make, const Threads& threads, int runs) {
    const Profile profile = profile_of(threads);
    std::map<std::string, int> counts;
    for (int seed = 1; seed <= runs; ++seed)
        ++counts[order_under(*make(static_cast<std::uint64_t>(seed), profile), threads)];
    return counts;
}

Strategy* urw(std::uint64_t seed, const Profile& profile) {
    return make_surw(seed, profile, true);
}
Strategy* surw(std::uint64_t seed, const Profile& profile) {
    return make_surw(seed, profile, false);
}
Strategy* random_walk(std::uint64_t seed, const Profile&) {
    return make_random_walk(seed);
}
Strategy* pos(std::uint64_t seed, const Profile&) {
    return make_pos(seed);
}

TEST(NonPreemptive, RunsEachThreadToItsEnd) {
    EXPECT_EQ(order_under(*make_non_preemptive(), {"ab", "cd", "e"}), "00112");
}

TEST(RandomWalk, TakesEachPossibilityAtEachStepAlike) {
    // A thread of one step comes last only if it loses every draw: 1/2^3 here, not 1/4.
    const auto counts = orders(random_walk, {"abc", "d"}, 4000);
    ASSERT_EQ(counts.size(), 4U);
    EXPECT_NEAR(counts.at("0001") / 4000.0, 1.0 / 8, 0.02);
    EXPECT_NEAR(counts.at("1000") / 4000.0, 1.0 / 2, 0.02);
}

TEST(Urw, TakesEachInterleavingAlike) {
    // 4! / (2! 2!) interleavings; a random walk would take 0011 in a quarter of the runs.
    const auto counts = orders(urw, {"ab", "cd"}, 6000);
    ASSERT_EQ(counts.size(), 6U);
    for (const auto& [order, count] : counts)
        EXPECT_NEAR(count / 6000.0, 1.0 / 6, 0.02) << order;
}

TEST(Urw, TakesEachInterleavingAlikeAlsoOfThreadsOfUnequalLength) {
    const auto counts = orders(urw, {"abcd", "e"}, 5000);
    ASSERT_EQ(counts.size(), 5U);
    for (const auto& [order, count] : counts)
        EXPECT_NEAR(count / 5000.0, 1.0 / 5, 0.02) << order;
}

TEST(Surw, TakesEachInterleavingOfTheSharedObjectAlike) {
    // What else a thread does makes no difference: the order of the two steps each on x does.
    const auto counts = orders(surw, {"axbcdx", "xx"}, 6000);
    std::map<std::string, int> of_x;
    for (const auto& [order, count] : counts) {
        std::size_t mine = 0;
        std::string interleaving;
        for (const char thread : order) {
            const bool on_x = thread == '1' || std::string("axbcdx")[mine] == 'x';
            mine += thread == '0' ? 1 : 0;
            interleaving += on_x ? std::string(1, thread) : "";
        }
        of_x[interleaving] += count;
    }
    ASSERT_EQ(of_x.size(), 6U);
    for (const auto& [order, count] : of_x)
        EXPECT_NEAR(count / 6000.0, 1.0 / 6, 0.02) << order;
}

// How often thread 1's only step comes right behind the `before`th of thread 0's.
double odds_of_meeting(const Make& make, std::size_t steps, std::size_t before, int runs) {
    const std::string wanted = std::string(before, '0') + "1" + std::string(steps - before, '0');
    const auto counts = orders(make, {std::string(steps, 'x'), "x"}, runs);
    const auto found = counts.find(wanted);
    return found == counts.end() ? 0 : static_cast<double>(found->second) / runs;
}

TEST(Pct, KeepsItsPromise) {
    // A bug of depth 2 that needs thread 0 to be interrupted behind its tenth step of 20: found
    // with a probability of at least 1/(n k^(d-1)) = 1/(2 * 21).
    const Make pct = [](std::uint64_t seed, const Profile& profile) {
        return make_pct(seed, profile, 2);
    };
    EXPECT_GE(odds_of_meeting(pct, 20, 10, 8000), 1.0 / (2 * 21) - 0.005);
    // Of depth 1, which thread comes first: at least 1/n.
    const Make shallow = [](std::uint64_t seed, const Profile& profile) {
        return make_pct(seed, profile, 1);
    };
    EXPECT_GE(odds_of_meeting(shallow, 20, 0, 8000), 0.48);
    EXPECT_EQ(odds_of_meeting(shallow, 20, 10, 8000), 0) << "it has no change points";
}

TEST(Pos, FindsWhatARandomWalkHardlyFinds) {
    // Thread 0 does nine things of its own before it comes to x; thread 1's x is to come last. A
    // random walk does so in 1 of 2^10 runs. Under POS thread 1 keeps its priority meanwhile, and
    // ten drawn ones have to be higher: 1 of 11.
    const Threads threads{"abcdefghix", "x"};
    const std::string wanted = "00000000001";
    EXPECT_NEAR(orders(pos, threads, 8000)[wanted] / 8000.0, 1.0 / 11, 0.01);
    EXPECT_NEAR(orders(random_walk, threads, 8000)[wanted] / 8000.0, 1.0 / 1024, 0.002);
}

TEST(RoundRobin, BringsThreadsIntoLockstep) {
    const Make make = [](std::uint64_t seed, const Profile& profile) {
        return make_round_robin(seed, profile);
    };
    const auto counts = orders(make, {"abcdef", "ghijkl"}, 200);
    EXPECT_TRUE(counts.contains("010101010101"));
}

TEST(Replay, TakesTheSameStepsAgain) {
    const Threads threads{"abc", "acb", "bca"};
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        arena::Vector<Decision> decisions;
        const std::string order = order_under(*make_random_walk(seed), threads, &decisions);
        EXPECT_EQ(order_under(*make_replay(decisions.data(), decisions.size()), threads), order);
    }
}

TEST(Replay, PassesOverWhatCannotBeDone) {
    const Decision impossible{Decision::Kind::thread, How::ready, 7, 1};
    EXPECT_EQ(order_under(*make_replay(&impossible, 1), {"ab", "c"}), "001");
}

TEST(EveryStrategy, IsTheSameForTheSameSeed) {
    const Threads threads{"abcx", "xyz", "xa"};
    for (const Make& make : {Make(urw), Make(surw), Make(random_walk), Make(pos)})
        EXPECT_EQ(orders(make, threads, 100), orders(make, threads, 100));
}

} // namespace
