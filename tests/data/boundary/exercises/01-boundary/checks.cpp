// Checks that a submission could spoil if it could put its own functions in place of theirs.
#include "boundary.hpp"

#include <lab/check.hpp>

#include <array>
#include <atomic>
#include <cstring>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace lab::boundary;

TEST(Boundary, Answer) {
    EXPECT_EQ(answer(), 42);
}

TEST(Boundary, Clock) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    EXPECT_GT(now.tv_sec + now.tv_nsec, 0);
    EXPECT_GT(std::chrono::steady_clock::now().time_since_epoch().count(), 0);
}

TEST(Boundary, Compare) {
    const std::vector<char> one(100, 'a');
    const std::vector<char> other(100, 'b');
    volatile std::size_t size = one.size();
    EXPECT_NE(std::memcmp(one.data(), other.data(), size), 0);
    EXPECT_NE(std::string(size, 'a'), std::string(size, 'b'));
}

// The sleeper must be asleep already: one that comes late would not need to be woken.
template <typename Flag>
void expect_submission_wakes() {
    Flag flag{};
    lab::Call sleeper([&] { flag.wait({}); });
    EXPECT_EQ(sleeper.settle(), lab::Call::State::asleep);
    wake(flag);
    sleeper.join();
}

TEST(Boundary, SubmissionWakes) {
    expect_submission_wakes<std::atomic<int>>();
    expect_submission_wakes<std::atomic<bool>>();
}

template <typename Flag>
void expect_submission_sleeps() {
    Flag flag{};
    lab::Call sleeper([&] { sleep_until_set(flag); });
    EXPECT_EQ(sleeper.settle(), lab::Call::State::asleep);
    flag = 1;
    flag.notify_all();
    sleeper.join();
}

TEST(Boundary, SubmissionSleeps) {
    expect_submission_sleeps<std::atomic<int>>();
    expect_submission_sleeps<std::atomic<bool>>();
}

TEST(Boundary, FillsAVector) {
    const auto fill_often = [] {
        for (int number = 0; number < 100; ++number) {
            fill(number);
        }
    };
    std::jthread other(fill_often);
    fill_often();
}

} // namespace
