// The visible checks of practical 2. Each test is one check of exercise.yaml.
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
#include <vector>

namespace {

using namespace checks;
using namespace lab::pools;
using namespace std::chrono_literals;

// Virtual seconds since it was made.
class Watch {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// More than `seconds` by no more than a hundredth: a short wait that does no harm.
bool is_about(double measured, double seconds) {
    return measured >= seconds * 0.9999 && measured <= seconds * 1.01;
}

// Why too many tasks run at once: a thread was made for every task, or there are too many workers.
std::string why_crowded(int threads, int tasks) {
    return threads >= tasks ? "too-many-threads" : "over-parallel";
}

// ---- Task 1 ----

TEST(Post, RunsEachTaskOnce) {
    std::array<std::atomic<int>, 4> calls{};
    std::atomic<std::size_t> total{0};
    const int before = lab::live_threads();
    lab::Gate forever;
    EasyPool two(2);
    LAB_EXPECT("wrong-result", two->size() == 2)
        << "expected size() of a pool of 2 to be 2, got " << two->size();
    for (auto& count : calls) {
        two->post([&count, &total] {
            ++count;
            ++total;
        });
    }
    const auto all_ran = [&] { return total >= calls.size(); };
    if (!lab::eventually(all_ran) && lab::live_threads() > before) {
        forever.pass(); // workers that sleep beside a full queue: the explorer tells why
    }
    for (std::size_t i = 0; i < calls.size(); ++i) {
        LAB_EXPECT("work-missing", calls[i] >= 1)
            << "expected each of 4 posted tasks to run, task " << i + 1 << " never ran";
        LAB_EXPECT("work-repeated", calls[i] <= 1)
            << "expected each of 4 posted tasks to run once, task " << i + 1 << " ran " << calls[i]
            << " times";
    }
}

TEST(Post, RunsTwoAtOnce) {
    const int created_before = lab::threads_created();
    const auto caller = std::this_thread::get_id();
    lab::Rendezvous meeting(2);
    lab::Gate gate;
    lab::PeakMeter meter;
    std::atomic<bool> by_caller{false};
    constexpr int tasks = 6;
    EasyPool two(2);
    const auto task = [&] {
        const auto inside = meter.entry();
        if (std::this_thread::get_id() == caller) {
            by_caller = true;
            return;
        }
        meeting.meet();
        gate.pass_or_give_up();
    };
    two->post(task);
    two->post(task);
    const bool met = meeting.wait();
    for (int i = 2; i < tasks; ++i) {
        two->post(task);
    }
    let_others_run();
    const int peak = meter.peak();
    gate.open();
    lab::eventually([&] { return meter.entries() == tasks && meter.inside() == 0; });
    const int threads = lab::threads_created() - created_before;
    LAB_ASSERT("blocked-caller", !by_caller)
        << "expected a worker to run each task, post() ran one in its caller's thread";
    LAB_EXPECT("not-overlapped", met)
        << "expected 2 workers to run two tasks at the same time, they run one after the other";
    LAB_EXPECT(why_crowded(threads, tasks), peak <= 2)
        << "expected at most 2 tasks of a pool of 2 under way at the same time, got " << peak;
}

TEST(Post, ReturnsAtOnce) {
    const auto caller = std::this_thread::get_id();
    lab::Gate gate;
    std::atomic<int> done{0};
    std::atomic<bool> by_caller{false};
    constexpr int more = 16;
    EasyPool two(2);
    for (int i = 0; i < 2; ++i) {
        two->post([&] {
            gate.pass_or_give_up();
            ++done;
        });
    }
    gate.wait_for_arrivals(2);
    for (int i = 0; i < more; ++i) {
        two->post([&] {
            by_caller = by_caller || std::this_thread::get_id() == caller;
            ++done;
        });
    }
    const bool waited = gate.is_open();
    gate.open();
    lab::eventually([&] { return done == 2 + more; });
    LAB_EXPECT("blocked-caller", !by_caller)
        << "expected the workers to run all tasks, post() ran one itself while they were busy";
    LAB_EXPECT("blocked-caller", !waited)
        << "expected post() to return at once while every worker is busy, it waited for a worker";
    LAB_EXPECT("work-missing", done == 2 + more)
        << "expected tasks that are posted while every worker is busy to run later, " << 2 + more
        << " in all, got " << done;
}

TEST(Post, OneWorkerKeepsTheOrder) {
    constexpr int tasks = 5;
    std::array<std::atomic<int>, tasks> order{};
    std::atomic<std::size_t> next{0};
    std::atomic<int> done{0};
    lab::Gate gate;
    EasyPool one(1);
    for (int i = 0; i < tasks; ++i) {
        one->post([&, i] {
            gate.pass();
            order.at(next++) = i + 1;
            ++done;
        });
    }
    gate.open();
    lab::eventually([&] { return done == tasks; });
    std::string text;
    for (const int number : order) {
        text += (text.empty() ? "" : " ") + std::to_string(number);
    }
    LAB_EXPECT("wrong-order", text == "1 2 3 4 5")
        << "expected one worker to run the tasks in the order of posting, 1 2 3 4 5, got " << text;
}

TEST(Post, SixWorkersHundredTasks) {
    constexpr int tasks = 100;
    const Watch one_after_the_other;
    for (int i = 0; i < tasks; ++i) {
        std::this_thread::sleep_for(10ms);
    }
    const double serial = one_after_the_other.seconds();
    const int created_before = lab::threads_created();
    lab::PeakMeter meter;
    std::atomic<int> done{0};
    const Watch watch;
    EasyPool six(6);
    for (int i = 0; i < tasks; ++i) {
        six->post([&] {
            const auto inside = meter.entry();
            std::this_thread::sleep_for(10ms);
            ++done;
        });
    }
    lab::eventually([&] { return done == tasks; });
    const double seconds = watch.seconds();
    const int threads = lab::threads_created() - created_before;
    lab::record("serial", serial);
    lab::record("pool", seconds);
    lab::record("rounds", seconds / 0.01);
    lab::record("peak", meter.peak());
    lab::record("threads", threads);
    LAB_ASSERT("work-missing", done == tasks) << "expected all of 100 tasks to run, got " << done;
    LAB_EXPECT(why_crowded(threads, tasks), meter.peak() <= 6)
        << "expected at most 6 tasks of a pool of 6 under way at the same time, got "
        << meter.peak();
    LAB_EXPECT("too-many-threads", threads <= 6)
        << "expected a pool of 6 to start 6 threads at the most, however many tasks it is given, "
           "got "
        << threads;
    LAB_EXPECT(meter.peak() < 6 ? "not-overlapped" : "too-slow", seconds <= 0.17 * 1.01)
        << "expected 6 workers to run 100 tasks of 10 ms in 17 rounds, 0.17 s, got " << seconds
        << " s";
}

TEST(Post, IdleWorkersAreNotWokenAgainAndAgain) {
    std::atomic<bool> done{false};
    EasyPool two(2);
    two->post([&] { done = true; });
    lab::eventually([&] { return done.load(); });
    // dozens of steps a round: workers that look for work once a second need a few rounds only
    constexpr int enough = 14;
    int rounds = 0;
    const Watch watch;
    while (rounds < enough && watch.seconds() < 10 && lab::others_ran(0)) {
        ++rounds;
    }
    LAB_EXPECT("polling", rounds < enough)
        << "expected workers without work to sleep until they are woken, they keep looking for it";
}

TEST(Post, IdleWorkersSleep) {
    std::atomic<bool> done{false};
    EasyPool two(2);
    two->post([&] { done = true; });
    lab::eventually([&] { return done.load(); });
    const double start = lab::others_cpu_seconds();
    bool spinning = false;
    for (auto asleep = 0ms; asleep < lab::pace::settled && !spinning;) {
        lab::pace::pause();
        asleep += lab::others_asleep() ? lab::pace::tick : 0ms;
        spinning = lab::others_cpu_seconds() - start >= lab::pace::spinning;
    }
    LAB_EXPECT("busy-wait", !spinning)
        << "expected workers without work to sleep, they keep a core busy";
}

TEST(Post, NoWorkers) {
    bool refused = false;
    try {
        const ThreadPool none(0);
    } catch (const std::invalid_argument&) {
        refused = true;
    }
    LAB_EXPECT("api-contract", refused)
        << "expected a pool of no workers to throw std::invalid_argument, it did not";
}

TEST(Post, RaceFree) {
    constexpr std::size_t tasks = 4;
    std::atomic<std::size_t> letters{0};
    std::atomic<std::size_t> done{0};
    EasyPool two(2);
    const auto post_two = [&](const std::string& word) {
        for (int i = 0; i < 2; ++i) {
            // the task's words are written here and read by a worker
            two->post([&letters, &done, words = std::vector<std::string>{word, word}] {
                letters.fetch_add(words[0].size() + words[1].size(), std::memory_order_relaxed);
                done.fetch_add(1, std::memory_order_relaxed);
            });
        }
    };
    {
        const lab::Call other([&] { post_two("coffee"); });
        post_two("tea");
    }
    lab::eventually([&] { return done.load(std::memory_order_relaxed) == tasks; });
}

// ---- Task 2 ----

// Throws what `result` throws. A future whose promise was dropped is the submission's mistake.
int get(std::future<int>& result) {
    try {
        return result.get();
    } catch (const std::future_error&) {
        LAB_EXPECT("exception-lost", false)
            << "expected the future to hold the job's result or its exception, its promise was "
               "dropped";
        return 0;
    }
}

TEST(Submit, BringsTheResult) {
    std::atomic<int> calls{0};
    EasyPool two(2);
    const auto job = [&calls](int result) {
        return [&calls, result] {
            ++calls;
            return result;
        };
    };
    std::future<int> first = two->submit(job(42));
    std::future<int> second = two->submit(job(-7));
    LAB_ASSERT("api-contract", first.valid() && second.valid())
        << "expected submit() to return a future that belongs to a job, got an empty one";
    lab::eventually([&] { return calls == 2; });
    LAB_ASSERT("work-missing", calls >= 2)
        << "expected each of 2 submitted jobs to be called once, got " << calls << " calls";
    LAB_EXPECT("work-repeated", calls <= 2)
        << "expected each of 2 submitted jobs to be called once, got " << calls << " calls";
    const int first_result = get(first);
    const int second_result = get(second);
    LAB_EXPECT("wrong-result", first_result == 42)
        << "expected the first future to hold its own job's result, 42, got " << first_result;
    LAB_EXPECT("wrong-result", second_result == -7)
        << "expected the second future to hold its own job's result, -7, got " << second_result;
}

// What comes out of the future of a job that throws, in words.
std::string caught_from(std::future<int>& failing) {
    try {
        get(failing);
    } catch (const std::out_of_range& error) {
        return error.what();
    } catch (int number) {
        return std::to_string(number);
    } catch (...) {
        return "another one";
    }
    return "none";
}

TEST(Submit, BringsTheException) {
    EasyPool two(2);
    std::atomic<int> calls{0};
    std::future<int> failing = two->submit([&calls]() -> int {
        ++calls;
        throw std::out_of_range("the kettle is empty");
    });
    std::future<int> throwing_a_number = two->submit([&calls]() -> int {
        ++calls;
        throw 404;
    });
    std::future<int> working = two->submit([&calls] {
        ++calls;
        return 1;
    });
    LAB_ASSERT("api-contract", failing.valid() && throwing_a_number.valid() && working.valid())
        << "expected submit() to return a future that belongs to a job, got an empty one";
    lab::eventually([&] { return calls == 3; });
    const std::string caught = caught_from(failing);
    LAB_EXPECT("exception-lost", caught == "the kettle is empty")
        << "expected the future to throw what its job threw, std::out_of_range(\"the kettle is "
           "empty\"), got "
        << caught;
    const std::string number = caught_from(throwing_a_number);
    LAB_EXPECT("exception-lost", number == "404")
        << "expected the future to throw what its job threw, the number 404, got " << number;
    const int result = get(working);
    LAB_EXPECT("wrong-result", result == 1)
        << "expected the job after one that threw to have its result, 1, got " << result;
}

TEST(Submit, TakesNoTime) {
    EasyPool one(1);
    const Watch watch;
    std::future<int> first = one->submit([] {
        std::this_thread::sleep_for(10s);
        return 1;
    });
    std::future<int> second = one->submit([] {
        std::this_thread::sleep_for(10s);
        return 2;
    });
    const double to_submit = watch.seconds();
    LAB_EXPECT("blocked-caller", to_submit < 0.1)
        << "expected submit() to return at once, it took " << to_submit << " s";
    LAB_ASSERT("api-contract", first.valid() && second.valid())
        << "expected submit() to return a future that belongs to a job, got an empty one";
    const int sum = get(first) + get(second);
    const double all = watch.seconds();
    lab::record("submit", to_submit);
    lab::record("jobs", all);
    LAB_EXPECT("wrong-result", sum == 3)
        << "expected the results 1 and 2, whose sum is 3, got the sum " << sum;
    LAB_EXPECT(all < 20 ? "work-missing" : "too-slow", is_about(all, 20))
        << "expected one worker to do two jobs of 10 s in 20 s, it took " << all << " s";
}

TEST(Submit, RaceFree) {
    EasyPool two(2);
    const auto submit_one = [&](int number) {
        auto owned = std::make_unique<int>(number);
        std::future<int> result = two->submit([owned = std::move(owned)] { return ++*owned; });
        if (result.valid()) {
            result.get();
        }
    };
    const lab::Call other([&] { submit_one(1); });
    submit_one(2);
}

// ---- Task 3 ----

TEST(WaitIdle, ReturnsAtOnceWithoutTasks) {
    // one worker, at rest: so that nobody has missed anything if the end of a task is not told
    EasyPool one(1);
    one->wait_idle();
    std::atomic<bool> done{false};
    let_others_run();
    one->post([&] { done = true; });
    one->wait_idle();
    const bool in_time = done;
    lab::eventually([&] { return done.load(); });
    LAB_EXPECT("early-return", in_time)
        << "expected wait_idle() to return after the only task, it returned before that";
    one->wait_idle();
}

TEST(WaitIdle, WaitsForAllEffects) {
    const auto caller = std::this_thread::get_id();
    constexpr int tasks = 4;
    std::atomic<int> done{0};
    std::atomic<bool> by_caller{false};
    EasyPool two(2);
    for (int i = 0; i < tasks; ++i) {
        two->post([&] {
            by_caller = by_caller || std::this_thread::get_id() == caller;
            ++done;
        });
    }
    two->wait_idle();
    const int seen = done;
    lab::eventually([&] { return done == tasks; });
    LAB_EXPECT("early-return", seen == tasks) << "expected wait_idle() to return after all of "
                                              << tasks << " tasks, it returned after " << seen;
    LAB_EXPECT("over-parallel", !by_caller)
        << "expected the pool's 2 workers alone to run its tasks, wait_idle() ran one itself";
}

TEST(WaitIdle, TenSeconds) {
    EasyPool two(2);
    const Watch watch;
    two->post([] { std::this_thread::sleep_for(10s); });
    two->wait_idle();
    const double seconds = watch.seconds();
    lab::record("waited", seconds);
    LAB_EXPECT(seconds < 10 ? "early-return" : "too-slow", is_about(seconds, 10))
        << "expected wait_idle() to return when the only task ends, after 10 s, it returned after "
        << seconds << " s";
}

TEST(WaitIdle, RaceFree) {
    // Fewer than threads are allowed: who starts one a task fails elsewhere.
    constexpr std::size_t tasks = 50;
    std::vector<std::size_t> places(tasks); // plain variables: written by workers, read after
    EasyPool two(2);
    for (std::size_t i = 0; i < tasks; ++i) {
        two->post([&places, i] { places[i] = i + 1; });
    }
    two->wait_idle();
    std::size_t sum = 0;
    for (const std::size_t place : places) {
        sum += place;
    }
    LAB_EXPECT("early-return", sum == tasks * (tasks + 1) / 2)
        << "expected what 50 tasks have written to be there when wait_idle() returns, it is not";
}

// ---- Task 4 ----

// Ends a pool while its two workers are held and many tasks are queued.
void expect_queued_tasks_to_run(int queued, const std::string& what,
                                const std::function<void(std::unique_ptr<ThreadPool>&)>& end) {
    lab::Gate gate;
    std::atomic<int> done{0};
    auto pool = std::make_unique<ThreadPool>(2);
    for (int i = 0; i < 2; ++i) {
        pool->post([&] {
            gate.pass();
            ++done;
        });
    }
    gate.wait_for_arrivals(2);
    for (int i = 0; i < queued; ++i) {
        pool->post([&] { ++done; });
    }
    lab::Call call([&] { end(pool); });
    let_others_run();
    const bool early = call.returned();
    gate.open();
    call.join();
    const int all = queued + 2;
    const int seen = done;
    lab::eventually([&] { return done == all; });
    LAB_EXPECT("early-return", !early)
        << "expected " << what << " to wait for the tasks that run, it returned before their end";
    LAB_EXPECT("work-missing", done == all)
        << "expected " << what << " to let all of " << queued << " queued tasks run, " << all - done
        << " of them never ran";
    LAB_EXPECT("early-return", seen == all || done != all)
        << "expected " << what << " to return after the last queued task, it returned before that";
}

TEST(Close, QueuedTasksRun) {
    expect_queued_tasks_to_run(50, "close()", [](auto& pool) { pool->close(); });
}

TEST(Close, DestructorDoesTheSame) {
    expect_queued_tasks_to_run(8, "the destructor", [](auto& pool) { pool.reset(); });
}

// The workers may be anywhere when the pool is closed: just made, falling asleep, or busy.
TEST(Close, WakesEveryWorker) {
    const int before = lab::live_threads();
    {
        ThreadPool one(1); // nobody else hears the end in its worker's place
        one.close();
    }
    {
        ThreadPool two(2);
        two.close();
    }
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(before))
        << "expected no thread to be left after close(), got " << lab::live_threads() - before;
    std::atomic<bool> done{false};
    {
        ThreadPool two(2);
        two.post([&] { done = true; });
    }
    const bool in_time = done;
    const bool at_last = lab::eventually([&] { return done.load(); });
    LAB_EXPECT(at_last ? "early-return" : "work-missing", in_time)
        << "expected a task that is posted just before the end to have run at the end, it had not";
}

TEST(Close, RaceFree) {
    lab::Rendezvous start(2);
    ThreadPool two(2);
    const lab::Call other([&] {
        start.meet();
        try {
            two.post([] {});
        } catch (const PoolClosed&) {
            // comes too late
        }
    });
    start.meet();
    two.close();
}

// ---- Task 5 ----

double squared(const City& city) {
    const double number = std::stod(city.name);
    return number * number;
}

std::vector<City> numbered(int count) {
    std::vector<City> cities;
    cities.reserve(static_cast<std::size_t>(count));
    for (int i = 1; i <= count; ++i) {
        cities.emplace_back(std::to_string(i));
    }
    return cities;
}

// Each reading in its city's place.
void expect_squares(const std::vector<Reading>& readings, const std::vector<City>& cities) {
    LAB_ASSERT("wrong-result", readings.size() == cities.size())
        << "expected " << cities.size() << " readings, got " << readings.size();
    const bool all_there =
        std::ranges::is_permutation(readings, cities, {}, &Reading::city, &City::name);
    for (std::size_t i = 0; i < cities.size(); ++i) {
        const std::string& city = cities[i].name;
        LAB_ASSERT(all_there ? "wrong-order" : "wrong-result", readings[i].city == city)
            << "expected the reading of " << city << " in its place, got that of \""
            << readings[i].city << "\"";
        LAB_ASSERT("wrong-result", readings[i].celsius == squared(cities[i]))
            << "expected " << squared(cities[i]) << " for " << city << ", got "
            << readings[i].celsius;
    }
}

TEST(Map, ThousandSquares) {
    const std::vector<City> cities = numbered(1000);
    std::atomic<int> calls{0};
    EasyPool four(4);
    const auto readings = parallel_map(*four, cities, [&](const City& city) {
        ++calls;
        return Reading(city.name, squared(city));
    });
    LAB_EXPECT("work-missing", calls >= 1000)
        << "expected a call for each of 1000 cities, got " << calls;
    LAB_EXPECT("work-repeated", calls <= 1000)
        << "expected one call for each of 1000 cities, got " << calls;
    expect_squares(readings, cities);
}

TEST(Map, ReturnsAllInOrder) {
    EasyPool two(2);
    const auto measure = [](const City& city) { return Reading(city.name, squared(city)); };
    const std::vector<City> three = numbered(3);
    expect_squares(parallel_map(*two, three, measure), three);
    LAB_EXPECT("wrong-result", parallel_map(*two, {}, measure).empty())
        << "expected no readings for no cities, got some";
}

// Calls of 10 s, which are to take `rounds` of them one after the other.
void expect_rounds(int calls, std::size_t workers, int rounds) {
    const std::vector<City> cities = numbered(calls);
    lab::PeakMeter meter;
    const int created_before = lab::threads_created();
    EasyPool pool(workers);
    const Watch watch;
    const auto readings = parallel_map(*pool, cities, [&](const City& city) {
        const auto inside = meter.entry();
        std::this_thread::sleep_for(10s);
        return Reading(city.name, squared(city));
    });
    const double seconds = watch.seconds();
    lab::record("map", seconds);
    const int threads = lab::threads_created() - created_before;
    const int most = static_cast<int>(workers);
    LAB_ASSERT("too-many-threads", threads <= most)
        << "expected the calls to run on the pool's " << most << " threads, got " << threads
        << " threads";
    LAB_ASSERT("over-parallel", meter.peak() <= most)
        << "expected at most " << most << " calls at the same time, got " << meter.peak();
    LAB_EXPECT(seconds < 10 * rounds ? "early-return" : "not-overlapped",
               is_about(seconds, 10 * rounds))
        << "expected " << calls << " calls of 10 s on " << workers << " workers to take "
        << 10 * rounds << " s, they took " << seconds << " s";
    expect_squares(readings, cities);
}

TEST(Map, FiveOnTen) {
    expect_rounds(5, 10, 1);
}

TEST(Map, TwelveOnFive) {
    expect_rounds(12, 5, 3);
}

TEST(Map, RaceFree) {
    const std::vector<City> cities = numbered(4);
    EasyPool two(2);
    const auto readings = parallel_map(
        *two, cities, [](const City& city) { return Reading(city.name, squared(city)); });
    std::size_t letters = 0;
    for (const Reading& reading : readings) {
        letters += reading.city.size();
    }
    LAB_EXPECT("wrong-result", letters == 4) << "expected four readings, got others";
}

} // namespace
