// Simulated processors: who computes how much in which time.

#include "explorer/runtime/processors.hpp"

#include <gtest/gtest.h>

namespace {

using threadlab::explorer::Processors;
using threadlab::explorer::Ticks;
using threadlab::explorer::ticks_per_nanosecond;

constexpr Ticks second = ticks_per_nanosecond * 1'000'000'000;

TEST(Processors, ShareTheirTimeAmongMoreThreadsThanTheyAre) {
    struct Row {
        int cores, computing;
        Ticks seconds; // that 12 seconds of work take
    };
    const Row rows[] = {
        {1, 1, 12}, {1, 4, 48}, {2, 1, 12}, {2, 2, 12},
        {2, 3, 18}, {2, 4, 24}, {4, 3, 12}, {4, 8, 24},
    };
    for (const Row& row : rows) {
        const Processors processors(row.cores);
        EXPECT_TRUE(processors.time_for(12 * second, row.computing) == row.seconds * second)
            << row.computing << " threads on " << row.cores << " cores";
        EXPECT_TRUE(processors.work_in(row.seconds * second, row.computing) == 12 * second)
            << row.computing << " threads on " << row.cores << " cores";
    }
}

TEST(Processors, FinishWhatTheySaidTheyWould) {
    // Where a share is no whole number, too: a thread must not be left with a rest for ever.
    for (int cores = 1; cores <= 8; ++cores)
        for (int computing = 1; computing <= 16; ++computing)
            for (const Ticks work : {Ticks{1}, Ticks{7}, Ticks{1'000'003}}) {
                const Processors processors(cores);
                const Ticks time = processors.time_for(work, computing);
                EXPECT_TRUE(processors.work_in(time, computing) >= work);
            }
}

TEST(Processors, CostNothingWhereThereAreNone) {
    EXPECT_FALSE(Processors(0).cost_time());
}

} // namespace
