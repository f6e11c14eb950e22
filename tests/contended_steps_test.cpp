#include "judge/contended_steps.hpp"

#include <gtest/gtest.h>

namespace {

using threadlab::judge::contended_steps;
using threadlab::judge::ExplorerStep;

ExplorerStep step(int thread, const char* does, std::uint64_t object, unsigned size = 0) {
    ExplorerStep taken;
    taken.spot = {thread, does, object, {}};
    taken.size = size;
    return taken;
}

constexpr std::uint64_t first = 0x101; // threads, as objects
constexpr std::uint64_t second = 0x102;
constexpr std::uint64_t memory = 0x1000;

using Contended = std::vector<bool>;

TEST(ContendedSteps, AreAccessesOfTwoThreadsOfWhichOneWrites) {
    EXPECT_EQ(contended_steps({step(1, "write", memory, 4), step(2, "read", memory, 4)}),
              (Contended{true, true}));
    EXPECT_EQ(contended_steps({step(1, "read", memory, 4), step(2, "read", memory, 4)}),
              (Contended{false, false}));
    EXPECT_EQ(contended_steps({step(1, "write", memory, 4), step(1, "read", memory, 4)}),
              (Contended{false, false}));
}

TEST(ContendedSteps, AreAboutTheSameBytes) {
    EXPECT_EQ(contended_steps({step(1, "write", memory, 8), step(2, "read", memory + 4, 4)}),
              (Contended{true, true}));
    EXPECT_EQ(contended_steps({step(1, "write", memory, 4), step(2, "read", memory + 4, 4)}),
              (Contended{false, false}));
}

TEST(ContendedSteps, AreNotOrderedByTheCreationOfAThread) {
    EXPECT_EQ(contended_steps({step(0, "write", memory, 4), step(0, "create", first),
                               step(1, "begin", first), step(1, "read", memory, 4)}),
              (Contended{false, false, false, false}));
    EXPECT_EQ(contended_steps({step(0, "create", first), step(0, "write", memory, 4),
                               step(1, "begin", first), step(1, "read", memory, 4)}),
              (Contended{false, true, false, true}));
}

TEST(ContendedSteps, AreNotOrderedByAJoin) {
    EXPECT_EQ(contended_steps({step(1, "write", memory, 4), step(1, "exit", first),
                               step(0, "join", first), step(0, "create", second),
                               step(2, "begin", second), step(2, "write", memory, 4)}),
              (Contended{false, false, false, false, false, false}));
}

TEST(ContendedSteps, AreTakingsOfOneLock) {
    EXPECT_EQ(contended_steps({step(1, "lock", memory), step(1, "unlock", memory),
                               step(2, "lock", memory + 8)}),
              (Contended{false, false, false}));
    EXPECT_EQ(contended_steps({step(1, "lock", memory), step(2, "lock", memory)}),
              (Contended{true, true}));
}

} // namespace
