// How long after its limit a command is dead, whatever it does to live on.

#include "breakout.hpp"
#include "sandbox/sandbox.hpp"

#include <atomic>
#include <chrono>
#include <gtest/gtest.h>
#include <thread>

namespace {

namespace sandbox = threadlab::sandbox;
using namespace threadlab::testing;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// How late a thread that sleeps gets on with its work here, at worst: what the machine itself adds
// to every moment at which something should happen.
class TimerSlack {
public:
    TimerSlack() : thread_([this] { measure(); }) {}
    ~TimerSlack() { stop(); }
    TimerSlack(const TimerSlack&) = delete;
    TimerSlack& operator=(const TimerSlack&) = delete;

    double stop() {
        over_ = true;
        if (thread_.joinable()) {
            thread_.join();
        }
        return worst_;
    }

private:
    void measure() {
        constexpr std::chrono::milliseconds nap(5);
        while (!over_) {
            const auto start = Clock::now();
            std::this_thread::sleep_for(nap);
            worst_ = std::max(worst_, seconds_since(start) - 0.005);
        }
    }

    std::atomic<bool> over_{false};
    double worst_ = 0; // the thread's, until it is joined
    std::thread thread_;
};

struct Case {
    const char* name;
    sandbox::Command command;
    sandbox::Limit limit;
};

sandbox::Command script(const std::string& text) {
    sandbox::Command command;
    command.argv = {"/bin/sh", "-c", text};
    return command;
}

// Alone, and asked where it is before it is ended, as a check is.
sandbox::Command asked(sandbox::Command command) {
    command.dump_on_limit = true;
    return command;
}

const Case cases[] = {
    {"Sleeper", script("exec sleep 1000"), sandbox::Limit::wall},
    {"AskedSleeper", asked(script("trap '' TERM XCPU; exec sleep 1000")), sandbox::Limit::wall},
    {"Spinner", script("while :; do :; done"), sandbox::Limit::cpu},
    {"AskedSpinner", asked(breakout("spin")), sandbox::Limit::cpu},
    {"ThreadBomb", asked(breakout("spin-threads", "1000")), sandbox::Limit::cpu},
    {"ForkBomb", asked(breakout("fork")), sandbox::Limit::cpu},
};

class KilledInTime : public testing::TestWithParam<Case> {};

TEST_P(KilledInTime, AtMostATenthOfASecondAfterItsLimit) {
    const auto box = full_sandbox();
    if (box == nullptr) {
        GTEST_SKIP() << "this machine has no full isolation";
    }
    const Case& one = GetParam();
    sandbox::Limits limits;
    constexpr double limit = 0.4;
    (one.limit == sandbox::Limit::wall ? limits.wall_seconds : limits.cpu_seconds) = limit;
    TimerSlack slack;
    const auto start = Clock::now();
    const sandbox::Outcome outcome = box->run(one.command, limits);
    const double took = seconds_since(start);
    // The CPU's limit is reached after a time that depends on how many cores were to be had.
    const double cores = std::max(1U, std::thread::hardware_concurrency());
    const double over = one.limit == sandbox::Limit::wall
                            ? outcome.wall_seconds - outcome.starved_seconds - limit
                            : (outcome.cpu_seconds - limit) / cores;
    const double late = slack.stop();
    RecordProperty("overshoot_ms", static_cast<int>(over * 1000));
    std::printf(
        "%s: ended %.1f ms after its limit (%.2f s in all); timers are up to %.1f ms late\n",
        one.name, over * 1000, took, late * 1000);
    const auto* reached = std::get_if<sandbox::LimitReached>(&outcome.ending);
    ASSERT_NE(reached, nullptr) << outcome.ending.index() << outcome.output;
    EXPECT_EQ(reached->which, one.limit);
    // Late may be the look that asks, the one that kills, and the news of the end.
    EXPECT_LE(over, 0.1 + 3 * late);
}

INSTANTIATE_TEST_SUITE_P(Command, KilledInTime, testing::ValuesIn(cases),
                         [](const auto& info) { return std::string(info.param.name); });

} // namespace
