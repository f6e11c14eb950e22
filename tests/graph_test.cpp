// The order in which checks run.

#include "judge/graph.hpp"

#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>
#include <latch>
#include <mutex>
#include <numeric>

namespace {

using threadlab::course::Check;
using threadlab::course::Kind;
using threadlab::judge::run_in_order;

Check check(const std::string& id, std::vector<std::string> needs = {}, Kind kind = Kind::native) {
    Check made;
    made.id = id;
    made.needs = std::move(needs);
    made.kind = kind;
    return made;
}

// Runs `checks` and writes down what began and what ended, in order.
class Log {
public:
    struct Event {
        std::size_t index;
        bool began;
    };

    Log(const std::vector<Check>& checks, int workers) : checks_(checks) {
        run_in_order(checks, workers, [&](std::size_t i) {
            add({i, true});
            add({i, false});
        });
    }

    int times_run(std::size_t index) const {
        return static_cast<int>(std::count_if(events_.begin(), events_.end(), [&](Event event) {
            return event.began && event.index == index;
        }));
    }

    // The place in time of the beginning or end of check `id`.
    std::ptrdiff_t when(const std::string& id, bool began) const {
        const auto found = std::find_if(events_.begin(), events_.end(), [&](Event event) {
            return checks_[event.index].id == id && event.began == began;
        });
        return found - events_.begin();
    }

    std::size_t events() const { return events_.size(); }

private:
    void add(Event event) {
        const std::lock_guard lock(mutex_);
        events_.push_back(event);
    }

    const std::vector<Check>& checks_;
    std::mutex mutex_;
    std::vector<Event> events_;
};

// A diamond, a chain that stands in the manifest backwards, and loose ones.
std::vector<Check> many_checks() {
    std::vector<Check> checks{check("top"),
                              check("left", {"top"}),
                              check("right", {"top"}),
                              check("bottom", {"left", "right"}, Kind::race),
                              check("third", {"second"}),
                              check("second", {"first"}),
                              check("first"),
                              check("clock", {"top"}, Kind::timing)};
    for (int i = 0; i < 40; ++i)
        checks.push_back(check("loose" + std::to_string(i)));
    checks.push_back(check("late clock", {"third"}, Kind::timing));
    return checks;
}

TEST(RunInOrder, RunsEveryCheckOnceAfterAllThatItNeeds) {
    const std::vector<Check> checks = many_checks();
    for (const int workers : {1, 2, 4, 100}) {
        const Log log(checks, workers);
        EXPECT_EQ(log.events(), 2 * checks.size());
        for (std::size_t i = 0; i < checks.size(); ++i) {
            EXPECT_EQ(log.times_run(i), 1) << checks[i].id << ", " << workers << " workers";
            for (const std::string& need : checks[i].needs)
                EXPECT_LT(log.when(need, false), log.when(checks[i].id, true))
                    << checks[i].id << " before " << need << ", " << workers << " workers";
        }
    }
}

TEST(RunInOrder, RunsTimingAloneAndLast) {
    const std::vector<Check> checks = many_checks();
    const Log log(checks, 4);
    for (const Check& timing : {check("clock"), check("late clock")}) {
        EXPECT_EQ(log.when(timing.id, false), log.when(timing.id, true) + 1) << timing.id;
        for (const Check& other : checks)
            if (other.kind != Kind::timing) {
                EXPECT_LT(log.when(other.id, false), log.when(timing.id, true)) << other.id;
            }
    }
}

TEST(RunInOrder, RunsTimingEarlierForACheckThatNeedsIt) {
    const std::vector<Check> checks{check("after the clock", {"clock"}),
                                    check("clock", {"plain"}, Kind::timing), check("plain"),
                                    check("other clock", {}, Kind::timing)};
    const Log log(checks, 4);
    EXPECT_EQ(log.events(), 2 * checks.size());
    EXPECT_LT(log.when("plain", false), log.when("clock", true));
    EXPECT_LT(log.when("clock", false), log.when("after the clock", true));
}

// Each waits for the others: were one not running, none would end.
TEST(RunInOrder, RunsAsManySideBySideAsThereAreWorkers) {
    constexpr int workers = 4;
    std::latch all_are_running(workers);
    std::atomic<int> most{0};
    std::atomic<int> now{0};
    std::vector<Check> checks;
    checks.reserve(std::size_t{3} * workers);
    for (int i = 0; i < 3 * workers; ++i)
        checks.push_back(check("c" + std::to_string(i)));
    run_in_order(checks, workers, [&](std::size_t i) {
        const int running = ++now;
        int known = most;
        while (known < running && !most.compare_exchange_weak(known, running)) {
        }
        if (i < workers)
            all_are_running.arrive_and_wait();
        --now;
    });
    EXPECT_EQ(most, workers);
}

TEST(RunInOrder, HasNothingToDoWithoutChecks) {
    run_in_order({}, 4, [](std::size_t) { FAIL(); });
}

} // namespace
