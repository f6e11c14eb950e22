// Which processes a command has started, and they in turn.

#include "sandbox/process_tree.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace sandbox = threadlab::sandbox;

TEST(ProcessTree, BeginsWithTheProcessItself) {
    const auto tree = sandbox::process_tree(getpid());
    ASSERT_FALSE(tree.empty());
    EXPECT_EQ(tree.front().pid, getpid());
    EXPECT_GT(tree.front().resident_bytes, 0);
}

TEST(ProcessTree, HoldsChildrenAndTheirsHoweverItIsLookedAt) {
    std::array<int, 2> end{};
    ASSERT_EQ(pipe(end.data()), 0);
    const auto wait_for_the_end = [&] {
        close(end[1]);
        char nothing = 0;
        _exit(read(end[0], &nothing, 1) == 0 ? 0 : 1);
    };
    std::array<int, 2> told{};
    ASSERT_EQ(pipe(told.data()), 0);
    const pid_t child = fork();
    if (child == 0) {
        const pid_t grandchild = fork();
        if (grandchild > 0 && write(told[1], &grandchild, sizeof grandchild) < 0) {
            _exit(1);
        }
        wait_for_the_end();
    }
    pid_t grandchild = 0;
    ASSERT_EQ(read(told[0], &grandchild, sizeof grandchild),
              static_cast<ssize_t>(sizeof grandchild));
    for (const auto& tree : {sandbox::process_tree(getpid()), sandbox::glance_at_tree(getpid())}) {
        const auto holds = [&](pid_t pid) {
            return std::any_of(tree.begin(), tree.end(),
                               [&](const sandbox::Process& one) { return one.pid == pid; });
        };
        EXPECT_EQ(tree.front().pid, getpid());
        EXPECT_TRUE(holds(child));
        EXPECT_TRUE(holds(grandchild));
    }
    for (const int descriptor : {end[0], end[1], told[0], told[1]}) {
        close(descriptor);
    }
    waitpid(child, nullptr, 0);
}

TEST(ProcessTree, IsEmptyForAProcessThatIsNotThere) {
    EXPECT_TRUE(sandbox::process_tree(-1).empty());
    EXPECT_TRUE(sandbox::glance_at_tree(-1).empty());
}

} // namespace
