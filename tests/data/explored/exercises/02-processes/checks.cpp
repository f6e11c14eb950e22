#include "processes.hpp"

#include <lab/check.hpp>

namespace {

// Few of both: every further step makes more schedules, and these are enough to lose an addition.
TEST(SharedCount, LosesNothing) {
    const long total = shared_count(2, 2);
    LAB_EXPECT("lost-update", total == 4) << "expected 4, got " << total;
}

} // namespace
