// Exhaustive search on imagined programs: what it runs is one execution of each class that there
// is, no more and no less, counted by listing all interleavings.

#include "explorer_enumeration.hpp"

#include <gtest/gtest.h>

namespace {

using namespace threadlab::testing::model;
using Threads = std::vector<std::string>;

struct Row {
    const char* name;
    Threads threads;
    std::size_t classes;
};

const Row rows[] = {
    {"NothingInCommon", {"wx wx", "wy wy", "wz"}, 1},
    {"TwoReadersOfTheSame", {"rx rx", "rx"}, 1},
    {"TwoWriters", {"wx", "wx"}, 2},
    {"ThreeWriters", {"wx", "wx", "wx"}, 6},
    {"TwoAddersTwice", {"ax ax", "ax ax"}, 6},
    {"StoreBuffer", {"wx ry", "wy rx"}, 3},
    {"MessagePassing", {"wx wy", "ry rx"}, 3},
    {"WriterAndTwoReaders", {"wx", "rx", "rx"}, 4},
    {"ChainOfConflicts", {"wx", "rx wy", "ry wz", "rz"}, 8},
    {"TwoCriticalSections", {"lm wx um", "lm wx um"}, 2},
    {"CriticalSectionsAndWhatFollows", {"lm wx um wy", "lm rx um ry"}, 4},
    {"ThreeCriticalSections", {"lm um", "lm um", "lm um"}, 6},
    {"OppositeOrders", {"lm lo uo um", "lo lm um uo"}, 3},
    {"ThreePhilosophers", {"la lb ub ua", "lb lc uc ub", "lc la ua uc"}, 7},
    {"LockNeverGivenBack", {"lm", "lm um", "wx"}, 2},
    {"TryLocks", {"tm um", "tm um"}, 4},
    {"TryLockAndLock", {"tm wx um", "lm wx um"}, 3},
    {"BranchOnWhatIsRead", {"wx wy", "nx2 wy ry"}, 5},
    {"SemaphoreHandsOver", {"wx ps", "ds rx"}, 1},
    {"TwoTakersOfOne", {"ps", "ds wx", "ds wx"}, 2},
    {"TwoGiversOneTaker", {"ps", "ps", "ds"}, 4},
    {"WeakExchange", {"kx", "kx"}, 6},
    {"WeakExchangeInALoop", {"cx", "cx"}, 32},
    {"WaitInALoop", {"lm nx4 Wcm j1 um", "lm wx um sc"}, 4},
    {"WaitWithoutALoop", {"lm Wcm um", "lm um sc"}, 6},
    {"WaitGivesUpTheMutex", {"lm Wcm um", "tm um", "sc"}, 16},
    {"WaitGivesUpTheMutexTwice", {"lm Wcm um", "lm Wcm um", "tm sc um"}, 172},
    {"WaitForNobody", {"lm Wcm um", "wx wx"}, 2},
    {"TwoWaitersOneSignal", {"lm Wcm um", "lm Wcm um", "sc"}, 84},
    {"TwoWaitersBroadcast", {"lm Wcm um", "lm Wcm um", "bc"}, 72},
    {"SignalUnderTheLock", {"lm nx4 Wcm j1 um", "lm wx sc um", "rx"}, 8},
};

class ExplorerExhaustive : public ::testing::TestWithParam<Row> {};

TEST_P(ExplorerExhaustive, RunsOneOfEachClass) {
    const Model model(GetParam().threads);
    Enumeration all;
    all.run(model);
    ASSERT_TRUE(all.is_whole());
    const Searched seen = search(model, ExhaustiveSearch());
    EXPECT_TRUE(seen.complete);
    EXPECT_EQ(seen.classes, std::multiset<std::string>(all.classes().begin(), all.classes().end()));
    EXPECT_EQ(seen.classes.size(), GetParam().classes)
        << all.classes().size() << " classes of " << all.interleavings();
}

INSTANTIATE_TEST_SUITE_P(Tiny, ExplorerExhaustive, ::testing::ValuesIn(rows),
                         [](const auto& info) { return std::string(info.param.name); });

// Programs drawn at random, of each kind of step: the test of all that nobody thought of.
Threads random_program(std::uint64_t seed) {
    Random random(seed);
    const auto one_of = [&](std::initializer_list<const char*> words) {
        return std::string(words.begin()[random.below(words.size())]) + " ";
    };
    const std::uint64_t kind = random.below(5);
    Threads threads(2 + random.below(2));
    for (std::string& thread : threads) {
        const std::uint64_t words = 1 + random.below(threads.size() == 2 ? 4 : 3);
        for (std::uint64_t i = 0; i < words; ++i) {
            const std::string access = one_of({"rx", "wx", "ax", "ry", "wy", "rz"});
            switch (kind) {
            case 0:
                thread += access;
                break;
            case 1:
                thread += one_of({"lm um", "lo uo", "lm", "lo lm uo um", "rx", "wx"});
                break;
            case 2:
                thread += one_of({"lm Wcm um", "lm wx um sc", "sc", "tm um", "rx"});
                break;
            case 3:
                thread += one_of({"ps", "ps", "ds", "kx", "cx", "wx"});
                break;
            default:
                thread += one_of({"tm um", "tm wx um", "lm wx um", "rx", "wx"});
                break;
            }
        }
    }
    return threads;
}

std::string in_words(const Threads& threads) {
    std::string text;
    for (const std::string& thread : threads)
        text += '"' + thread + "\" ";
    return text;
}

TEST(ExplorerExhaustiveSearch, IsRightForProgramsDrawnAtRandom) {
    constexpr std::size_t most_interleavings = 300;
    std::size_t compared = 0;
    for (std::uint64_t seed = 1; seed <= 600; ++seed) {
        const Threads threads = random_program(seed);
        const Model model(threads);
        Enumeration all(never_bounded, most_interleavings);
        all.run(model);
        if (!all.is_whole())
            continue;
        ++compared;
        bool deadlock = false;
        const Searched seen = search(model, ExhaustiveSearch(), [&](const Model& end) {
            deadlock = deadlock || end.is_deadlocked();
        });
        EXPECT_TRUE(seen.complete);
        EXPECT_EQ(deadlock, all.any_deadlock()) << in_words(threads);
        // Where a wait that ends for no reason would be the way out of a deadlock, the deadlock is
        // found, and then nobody counts.
        if (!all.any_way_out())
            EXPECT_EQ(seen.classes,
                      std::multiset<std::string>(all.classes().begin(), all.classes().end()))
                << in_words(threads);
    }
    EXPECT_GT(compared, 300U);
}

TEST(ExplorerExhaustiveSearch, SeesAllThatABoundOnPreemptionsAllows) {
    for (const Row& row : rows) {
        for (const int bound : {0, 1, 2}) {
            const Model model(row.threads);
            Enumeration all(bound);
            all.run(model);
            const Searched seen =
                search(model, ExhaustiveSearch(static_cast<std::uint32_t>(bound)));
            EXPECT_TRUE(seen.complete);
            const std::set<std::string> classes(seen.classes.begin(), seen.classes.end());
            EXPECT_EQ(classes, all.classes()) << row.name << ", bound " << bound;
        }
    }
}

TEST(ExplorerExhaustiveSearch, HardlyRunsMoreThanItCounts) {
    // Where a start is wanted that turns out to be asleep later, a run is given up.
    std::size_t runs = 0;
    std::size_t classes = 0;
    for (const Row& row : rows) {
        const Searched seen = search(Model(row.threads), ExhaustiveSearch());
        runs += seen.runs;
        classes += seen.classes.size();
    }
    EXPECT_LE(runs, classes + classes / 5);
}

TEST(ExplorerExhaustiveSearch, MakesNoClaimOfWhatItCouldNotFollow) {
    static SearchLog log;
    for (bool SearchProgress::* const trouble :
         {&SearchProgress::unfollowed, &SearchProgress::too_long, &SearchProgress::strayed}) {
        ExhaustiveSearch search;
        log.progress() = {};
        log.*trouble = true;
        search.note(log, false);
        EXPECT_TRUE(search.is_over());
        EXPECT_FALSE(search.is_complete());
    }
}

TEST(ExplorerExhaustiveSearch, GivesUpWhatIsTooLong) {
    static SearchLog log;
    log.progress() = {};
    log.on = true;
    Operation operation;
    operation.object = 64;
    for (std::size_t i = 0; i <= most_searched_steps; ++i)
        note_step(log, 0, operation);
    EXPECT_TRUE(log.too_long);
    EXPECT_EQ(log.step_count, most_searched_steps);
}

} // namespace
