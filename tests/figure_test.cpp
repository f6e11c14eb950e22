// What a check shows of a lecture's example.

#include "judge/figure.hpp"

#include <gtest/gtest.h>

namespace {

using namespace threadlab;
using judge::Finding;
using judge::Measures;

Finding measured(std::vector<Measures> measures) {
    Finding finding = judge::passed();
    finding.measured = std::move(measures);
    return finding;
}

std::string told(const std::string& shows, std::vector<Measures> measures) {
    return with_figure(measured(std::move(measures)), {"five sleeps", shows}).figure;
}

TEST(Figure, NamesTheExampleAndWhatWasMeasured) {
    EXPECT_EQ(
        told("{threaded} s; one after the other {serial} s", {{{"serial", 50}, {"threaded", 10}}}),
        "five sleeps: 10 s; one after the other 50 s");
}

TEST(Figure, WritesLargeCountsAndSmallTimesAsPeopleDo) {
    EXPECT_EQ(told("{n}", {{{"n", 10'000'000}}}), "five sleeps: 10000000");
    EXPECT_EQ(told("{n}", {{{"n", 0.196}}}), "five sleeps: 0.196");
}

TEST(Figure, TellsWhatDiffersBetweenSchedulesAsARange) {
    EXPECT_EQ(told("{n} of 3", {{{"n", 2}}, {{"n", 1}}, {{"n", 3}}}), "five sleeps: 1 to 3 of 3");
    EXPECT_EQ(told("{n}", {{{"n", 2}}, {{"n", 2}}}), "five sleeps: 2");
}

TEST(Figure, IsUngradedWithoutItsMeasure) {
    for (const std::vector<Measures>& lacking :
         {std::vector<Measures>{}, {{{"other", 1}}}, {{{"n", 1}}, {{"other", 1}}}}) {
        const Finding finding = with_figure(measured(lacking), {"five sleeps", "{n} s"});
        EXPECT_EQ(finding.status, scorecard::CheckStatus::ungraded);
        EXPECT_EQ(finding.reason, "the check recorded no n");
    }
}

} // namespace
