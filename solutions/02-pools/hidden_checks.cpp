// The hidden checks of practical 2. Each follows from a sentence under "Contracts" in README.md.
#include "checks.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace checks;
using namespace lab::pools;
using namespace std::chrono_literals;

// ---- Task 1 ----

TEST(PostMore, SixAtOnce) {
    std::atomic<bool> begun{false};
    lab::Rendezvous meeting(6);
    lab::PeakMeter meter;
    std::atomic<int> done{0};
    constexpr int tasks = 9;
    EasyPool six(6);
    // one task beforehand: there is a worker that sleeps now, also where they are made on demand
    six->post([&] { begun = true; });
    lab::eventually([&] { return begun.load(); });
    let_others_run();
    for (int i = 0; i < tasks; ++i) {
        six->post([&] {
            const auto inside = meter.entry();
            meeting.meet();
            ++done;
        });
    }
    lab::eventually([&] { return done == tasks; });
    LAB_ASSERT("not-overlapped", meeting.has_met())
        << "expected 6 tasks under way at the same time on 6 workers, got " << meeting.arrived();
    LAB_EXPECT("work-missing", done == tasks)
        << "expected all of " << tasks << " tasks to run, got " << done;
    LAB_EXPECT("over-parallel", meter.peak() <= 6)
        << "expected at most 6 tasks under way at the same time on 6 workers, got " << meter.peak();
}

TEST(PostMore, FailuresStopNobody) {
    std::atomic<int> done{0};
    EasyPool two(2);
    for (int i = 0; i < 2; ++i) {
        two->post([] { throw std::runtime_error("burnt"); });
        two->post([] { throw 404; });
        two->post([&] { ++done; });
    }
    lab::eventually([&] { return done == 2; });
    LAB_EXPECT("work-missing", done == 2)
        << "expected the 2 tasks that do not throw to run whatever the others throw, got " << done;
}

TEST(PostMore, TasksPostTasks) {
    std::atomic<int> done{0};
    EasyPool one(1);
    one->post([&] {
        for (int i = 0; i < 3; ++i) {
            one->post([&] { ++done; });
        }
        ++done;
    });
    lab::eventually([&] { return done == 4; });
    LAB_EXPECT("work-missing", done == 4)
        << "expected a task, and 3 that it posts to its own pool of one worker, to run, got "
        << done;
}

TEST(PostMore, AnyFreeWorkerTakesTheNextTask) {
    lab::Gate gate;
    std::atomic<int> done{0};
    EasyPool two(2);
    two->post([&] { gate.pass(); });
    gate.wait_for_arrivals(1);
    for (int i = 0; i < 3; ++i) {
        two->post([&] { ++done; });
    }
    lab::eventually([&] { return done == 3; });
    const int meanwhile = done;
    gate.open();
    LAB_EXPECT("not-overlapped", meanwhile == 3)
        << "expected the free worker to run all 3 tasks while the other one is busy, it ran "
        << meanwhile;
}

TEST(PostMore, TwentyThousand) {
    constexpr int tasks = 20'000;
    std::atomic<int> done{0};
    {
        EasyPool four(4);
        for (int i = 0; i < tasks; ++i) {
            four->post([&] { done.fetch_add(1, std::memory_order_relaxed); });
        }
        lab::eventually([&] { return done == tasks; });
    }
    LAB_EXPECT("work-missing", done >= tasks)
        << "expected all of 20,000 tasks to run, some did not";
    LAB_EXPECT("work-repeated", done <= tasks)
        << "expected each of 20,000 tasks to run once, some ran twice";
}

// ---- Task 2 ----

TEST(SubmitMore, JobsThatOwnSomething) {
    EasyPool two(2);
    auto seven = std::make_unique<int>(7);
    std::future<int> result =
        two->submit([seven = std::move(seven)]() mutable { return ++*seven; });
    Job moved = [number = std::make_unique<int>(20)] { return *number; };
    std::future<int> other = two->submit(std::move(moved));
    const int sum = result.get() + other.get();
    LAB_EXPECT("wrong-result", sum == 28)
        << "expected jobs that own their data to have the results 8 and 20, whose sum is 28, got "
        << sum;
}

// Counts those of its kind that have been destroyed, moved-from ones not counted.
class Token {
public:
    explicit Token(std::atomic<int>& destroyed) : destroyed_(&destroyed) {}
    Token(Token&& other) noexcept : destroyed_(std::exchange(other.destroyed_, nullptr)) {}
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;
    Token& operator=(Token&&) = delete;
    ~Token() {
        if (destroyed_ != nullptr) {
            ++*destroyed_;
        }
    }
    bool is_whole() const { return destroyed_ != nullptr; }

private:
    std::atomic<int>* destroyed_;
};

// `soon`: at rest, after its call; `at_last`: when the pool is gone.
void expect_destruction(const std::string& what, bool soon, bool at_last) {
    LAB_EXPECT(at_last ? "api-contract" : "memory-leak", soon)
        << "expected " << what << " to be destroyed soon after that, "
        << (at_last ? "the pool keeps it until its end" : "it never is");
}

TEST(SubmitMore, JobsAreDestroyed) {
    enum : std::size_t { working, failing, posted, kinds };
    std::array<std::atomic<int>, kinds> destroyed{};
    std::array<bool, kinds> soon{};
    {
        EasyPool two(2);
        auto token = std::make_shared<Token>(destroyed[posted]);
        {
            std::future<int> result = two->submit(
                [token = Token(destroyed[working])] { return token.is_whole() ? 1 : 0; });
            std::future<int> failure = two->submit([token = Token(destroyed[failing])]() -> int {
                throw std::runtime_error(token.is_whole() ? "burnt" : "moved from");
            });
            two->post([token] {});
            token.reset();
            result.get();
            EXPECT_THROW(failure.get(), std::runtime_error);
        }
        const auto is_destroyed = [](const std::atomic<int>& count) { return count >= 1; };
        lab::eventually([&] { return std::ranges::all_of(destroyed, is_destroyed); });
        std::ranges::transform(destroyed, soon.begin(), is_destroyed);
    }
    expect_destruction("a job that has been called, and whose future is gone,", soon[working],
                       destroyed[working] >= 1);
    expect_destruction("a job that threw, and whose future is gone,", soon[failing],
                       destroyed[failing] >= 1);
    expect_destruction("a task that has been called", soon[posted], destroyed[posted] >= 1);
}

TEST(SubmitMore, ResultsAreKept) {
    std::future<int> result;
    std::future<int> failure;
    {
        EasyPool one(1);
        result = one->submit([] { return 11; });
        failure = one->submit([]() -> int { throw std::logic_error("late"); });
        one->close();
    }
    const int kept = result.get();
    LAB_EXPECT("wrong-result", kept == 11)
        << "expected a result to be kept after the pool's end, 11, got " << kept;
    bool thrown = false;
    try {
        failure.get();
    } catch (const std::logic_error&) {
        thrown = true;
    }
    LAB_EXPECT("exception-lost", thrown)
        << "expected an exception to be kept after the pool's end, it is not there";
}

TEST(SubmitMore, ThousandFromFourThreads) {
    constexpr int callers = 4;
    constexpr int jobs = 250;
    std::array<int, callers> sums{};
    {
        ThreadPool four(4);
        std::vector<std::jthread> threads;
        threads.reserve(callers);
        for (int& sum : sums) {
            threads.emplace_back([&four, &sum] {
                std::vector<std::future<int>> results;
                results.reserve(jobs);
                for (int i = 0; i < jobs; ++i) {
                    results.push_back(four.submit([i] { return i; }));
                }
                for (auto& result : results) {
                    sum += result.get();
                }
            });
        }
        threads.clear(); // which joins them
    }
    for (const int sum : sums) {
        LAB_EXPECT("wrong-result", sum == jobs * (jobs - 1) / 2)
            << "expected each of four callers to get the results of its own 250 jobs, one did not";
    }
}

// ---- Task 3 ----

TEST(WaitIdleMore, WaitsForTheLastTask) {
    lab::Gate gate;
    EasyPool two(2);
    two->post([&] { gate.pass(); });
    two->post([] {});
    gate.wait_for_arrivals(1);
    lab::Call call([&] { two->wait_idle(); });
    let_others_run();
    const bool early = call.returned();
    gate.open();
    call.join();
    LAB_EXPECT("early-return", !early)
        << "expected wait_idle() to wait while the last task runs, it returned";
}

TEST(WaitIdleMore, WaitsForTasksOfTasks) {
    lab::Gate gate;
    lab::Rendezvous meeting(2);
    std::atomic<int> done{0};
    EasyPool two(2);
    two->post([&] {
        gate.pass(); // until somebody waits, and the other worker sleeps
        two->post([&] {
            two->post([&] { ++done; });
            meeting.meet();
            ++done;
        });
        meeting.meet();
        ++done;
    });
    int seen = 0;
    lab::Call call([&] {
        two->wait_idle();
        seen = done;
    });
    let_others_run();
    gate.open();
    call.join();
    lab::eventually([&] { return done == 3; });
    LAB_EXPECT("early-return", seen == 3)
        << "expected wait_idle() to wait for tasks that tasks have posted, 3 in all, it returned "
           "after "
        << seen;
    LAB_EXPECT("not-overlapped", meeting.has_met())
        << "expected a task that a task posts to run on the free worker at once, whoever is in "
           "wait_idle(); that worker slept on";
}

TEST(WaitIdleMore, TwoWaitTogether) {
    lab::Gate gate;
    std::atomic<bool> done{false};
    EasyPool one(1);
    let_others_run();
    one->post([&] {
        gate.pass();
        done = true;
    });
    std::array<std::atomic<bool>, 2> early{};
    {
        const auto wait = [&](std::atomic<bool>& before_the_end) {
            one->wait_idle();
            before_the_end = !done;
        };
        const lab::Call first([&] { wait(early[0]); });
        const lab::Call second([&] { wait(early[1]); });
        let_others_run();
        gate.open();
    }
    LAB_EXPECT("early-return", !early[0] && !early[1])
        << "expected wait_idle() to return after the task, whoever else waits; it returned before "
           "that";
}

TEST(WaitIdleMore, AgainAndAgain) {
    std::atomic<int> done{0};
    EasyPool two(2);
    for (int round = 1; round <= 3; ++round) {
        two->post([&] { ++done; });
        two->wait_idle();
        const int seen = done;
        lab::eventually([&] { return done == round; });
        LAB_EXPECT("early-return", seen == round)
            << "expected wait_idle() to wait for the task of round " << round
            << ", it returned before its end";
    }
    lab::Gate gate;
    EasyPool busy(1);
    busy->post([&] { gate.pass(); });
    lab::Call idle([&] { two->wait_idle(); });
    LAB_EXPECT("hang", idle.settle() == lab::Call::State::returned)
        << "expected wait_idle() of a pool without tasks to return whatever another pool does, it "
           "waits";
    gate.open();
    idle.join();
}

TEST(WaitIdleMore, FailuresCount) {
    std::atomic<int> done{0};
    // one worker, at rest: so that nobody has missed anything if the end of a task is not told
    EasyPool one(1);
    let_others_run();
    one->post([&] {
        ++done;
        throw std::runtime_error("burnt");
    });
    one->wait_idle();
    const int seen = done;
    lab::eventually([&] { return done == 1; });
    LAB_EXPECT("early-return", seen == 1)
        << "expected wait_idle() to wait for a task that throws, it returned before its end";
}

// ---- Task 4 ----

TEST(CloseMore, AgainAndAgain) {
    std::atomic<bool> done{false};
    {
        ThreadPool two(2);
        two.post([&] { done = true; });
        two.close();
        two.close();
        LAB_EXPECT("wrong-result", two.size() == 2)
            << "expected size() of a closed pool of 2 to be 2, got " << two.size();
    }
    LAB_EXPECT("work-missing", done) << "expected the task before close() to run, it did not";
}

enum class Outcome { refused, accepted, other };

Outcome outcome_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const PoolClosed&) {
        return Outcome::refused;
    } catch (...) {
        return Outcome::other;
    }
    return Outcome::accepted;
}

TEST(CloseMore, RefusesTasks) {
    std::atomic<int> ran{0};
    const auto expect_refusal = [](const std::string& what, Outcome outcome) {
        LAB_EXPECT("close-ignored", outcome != Outcome::accepted)
            << "expected " << what << " after close() to throw PoolClosed, it took the task";
        LAB_EXPECT("api-contract", outcome != Outcome::other)
            << "expected " << what
            << " after close() to throw PoolClosed, it threw another "
               "exception";
    };
    {
        ThreadPool two(2);
        two.close();
        expect_refusal("post()", outcome_of([&] { two.post([&] { ++ran; }); }));
        expect_refusal("submit()", outcome_of([&] { two.submit([&] { return ++ran; }); }));
    }
    LAB_EXPECT("close-ignored", ran == 0)
        << "expected no task to run that is posted after close(), got " << ran;
}

TEST(CloseMore, TwoHundredPools) {
    std::atomic<int> done{0};
    for (int i = 0; i < 200; ++i) {
        ThreadPool three(3);
        for (int task = 0; task < i % 4; ++task) { // every fourth pool has nothing to do
            three.post([&] { ++done; });
        }
    }
    LAB_EXPECT("work-missing", done == 300)
        << "expected 200 pools to run their 300 tasks in all, some did not run";
}

TEST(CloseMore, WhileAnotherThreadPosts) {
    std::atomic<int> ran{0};
    std::atomic<int> accepted{0};
    std::atomic<int> others{0};
    {
        ThreadPool two(2);
        const lab::Call poster([&] {
            for (int i = 0; i < 2; ++i) {
                const Outcome outcome = outcome_of([&] { two.post([&] { ++ran; }); });
                accepted += outcome == Outcome::accepted ? 1 : 0;
                others += outcome == Outcome::other ? 1 : 0;
            }
        });
        two.close();
    }
    LAB_EXPECT("api-contract", others == 0)
        << "expected post() to take a task or to throw PoolClosed, it threw another exception";
    LAB_EXPECT("check-then-act", ran >= accepted)
        << "expected every task that post() takes while the pool is closed by another thread to "
           "run, one never ran";
    LAB_EXPECT("close-ignored", ran <= accepted)
        << "expected a task for which post() throws PoolClosed not to run, it ran";
}

// ---- Task 5 ----

// A city that is listed twice is measured twice, and has two readings.
void expect_a_reading_for_each_call() {
    const std::vector<City> cities{City("Oslo"), City("Oslo")};
    int calls = 0; // of the only worker
    EasyPool one(1);
    const auto readings =
        parallel_map(*one, cities, [&](const City& city) { return Reading(city.name, ++calls); });
    LAB_ASSERT("wrong-result", readings.size() == 2)
        << "expected two readings, got " << readings.size();
    LAB_EXPECT("wrong-result", readings[0].celsius != readings[1].celsius)
        << "expected two readings of two calls for a city that is listed twice, got the same one "
           "twice";
}

TEST(MapMore, LastCityEndsFirst) {
    expect_a_reading_for_each_call();
    const std::vector<City> cities{City("0"), City("1"), City("2")};
    std::array<lab::Gate, 4> gates;
    gates.back().open();
    EasyPool three(3);
    const auto readings = parallel_map(*three, cities, [&](const City& city) {
        const auto place = static_cast<std::size_t>(std::stoi(city.name));
        gates.at(place + 1).pass_or_give_up(); // until the next city's call has ended
        gates.at(place).open();
        return Reading(city.name, static_cast<double>(place) * 1.5);
    });
    LAB_ASSERT("wrong-result", readings.size() == 3)
        << "expected three readings, got " << readings.size();
    for (std::size_t i = 0; i < 3; ++i) {
        LAB_EXPECT("wrong-order", readings[i].city == cities[i].name)
            << "expected the readings in the order of the cities, whichever call ends first; they "
               "are in another";
        LAB_EXPECT("wrong-result", readings[i].city != cities[i].name ||
                                       readings[i].celsius == static_cast<double>(i) * 1.5)
            << "expected every reading to be the one that its own call returned, one is not";
    }
}

// What parallel_map throws: "none" if nothing.
std::string failure_of_map(ThreadPool& pool, const std::vector<City>& cities,
                           const std::function<Reading(const City&)>& measure) {
    try {
        parallel_map(pool, cities, measure);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "none";
}

// All three calls are under way when the one for `failing` throws; the others end later.
void expect_failure_after_all_calls(const std::string& failing) {
    const std::vector<City> cities{City("Oslo"), City("Quito"), City("Perth")};
    lab::Rendezvous meeting(3);
    lab::Gate gate;
    std::string caught;
    // outlives the call of parallel_map: what goes on too long shall be told as that
    const std::function<Reading(const City&)> measure = [&](const City& city) {
        meeting.meet();
        if (city.name == failing) {
            throw std::runtime_error("no answer from " + city.name);
        }
        gate.pass();
        return Reading(city.name, 20);
    };
    EasyPool three(3);
    lab::Call call([&] { caught = failure_of_map(*three, cities, measure); });
    meeting.wait();
    let_others_run();
    // said at once: who goes on too long may write to what is gone
    LAB_EXPECT("early-return", !call.returned())
        << "expected an exception to reach the caller after every call that has begun has ended, "
           "it came while others were under way";
    gate.open();
    call.join();
    LAB_EXPECT("exception-lost", caught == "no answer from " + failing)
        << "expected what a call throws to reach the caller of parallel_map, \"no answer from "
        << failing << "\", got \"" << caught << "\"";
}

// The other two calls begin later, or are left out.
void expect_failure_before_other_calls() {
    const std::vector<City> cities{City("Oslo"), City("Quito"), City("Perth")};
    EasyPool one(1);
    const std::string caught = failure_of_map(*one, cities, [](const City& city) {
        if (city.name == "Oslo") {
            throw std::runtime_error("no answer from Oslo");
        }
        return Reading(city.name, 20);
    });
    LAB_EXPECT("exception-lost", caught == "no answer from Oslo")
        << "expected what the first of three calls on one worker throws to reach the caller of "
           "parallel_map, \"no answer from Oslo\", got \""
        << caught << "\"";
}

void expect_one_of_two_failures() {
    const std::vector<City> cities{City("Oslo"), City("Quito")};
    lab::Rendezvous meeting(2);
    EasyPool two(2);
    const std::string caught = failure_of_map(*two, cities, [&](const City& city) -> Reading {
        meeting.meet();
        throw std::runtime_error("no answer from " + city.name);
    });
    LAB_EXPECT("exception-lost",
               caught == "no answer from Oslo" || caught == "no answer from Quito")
        << "expected the exception of one of two calls that throw at the same time to reach the "
           "caller of parallel_map, got \""
        << caught << "\"";
}

TEST(MapMore, FirstFails) {
    expect_failure_after_all_calls("Oslo");
    expect_failure_before_other_calls();
}

TEST(MapMore, LastFails) {
    expect_failure_after_all_calls("Perth");
    expect_one_of_two_failures();
}

TEST(MapMore, WaitsForItsOwnCalls) {
    const std::vector<City> cities(13, City("Oslo"));
    std::atomic<int> busy{0};
    EasyPool six(6);
    for (int i = 0; i < 3; ++i) {
        six->post([&] {
            ++busy;
            std::this_thread::sleep_for(100s);
        });
    }
    lab::eventually([&] { return busy == 3; });
    std::vector<Reading> readings;
    const double seconds = lab::seconds_of([&] {
        readings = parallel_map(*six, cities, [](const City& city) {
            std::this_thread::sleep_for(10s);
            return Reading(city.name, 20);
        });
    });
    LAB_EXPECT("wrong-result", readings.size() == 13)
        << "expected thirteen readings, got " << readings.size();
    LAB_ASSERT("api-contract", seconds < 99)
        << "expected parallel_map to return when its own calls have ended, it waited for other "
           "tasks of the pool";
    LAB_EXPECT("not-overlapped", seconds <= 50 * 1.01)
        << "expected 13 calls of 10 s on the 3 free ones of 6 workers to take 50 s, they took "
        << seconds << " s";
}

} // namespace
