// A check of each kind.
#include "attacked.hpp"

#include <lab/check.hpp>

#include <chrono>
#include <thread>

namespace {

using namespace lab::attacked;

TEST(Attacked, Answers) {
    EXPECT_EQ(twice(21), 42);
}

TEST(Attacked, AnswersAgain) {
    EXPECT_EQ(twice(21), 42);
    EXPECT_EQ(twice(21), 42);
}

TEST(Attacked, CountsUp) {
    LAB_EXPECT("lost-update", count_up(2) == 4) << "expected 4";
}

TEST(Attacked, SleepsOverlap) {
    using std::chrono::steady_clock;
    const auto start = steady_clock::now();
    sleep_both();
    const std::chrono::duration<double> took = steady_clock::now() - start;
    LAB_EXPECT("early-return", took.count() >= 10) << "expected 10 s of sleep";
    lab::record("both", took.count());
    lab::record("one", 10);
}

} // namespace
