// What running one check came to.

#include "judge/finding.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace {

using namespace threadlab;

TEST(FindMeasure, TakesWhatIsNoNumberForNoMeasure) {
    const judge::Measures measures{{"n", std::nan("")}, {"m", 1}, {"m", 2}};
    EXPECT_FALSE(judge::find_measure(measures, "n"));
    EXPECT_FALSE(judge::find_measure(measures, "absent"));
    EXPECT_EQ(judge::find_measure(measures, "m"), 1) << "the first one";
}

} // namespace
