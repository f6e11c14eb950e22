// The visible checks of practical 1. Each test is one check of exercise.yaml.
#include "threading.hpp"

#include <lab/check.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace lab::threading;
using lab::text;
using namespace std::chrono_literals;
using State = lab::Call::State;

// ---- Task 1 ----

constexpr std::array five_inputs{3, 1, 4, 2, 5};

TEST(Threaded, AllAtOnce) {
    const int before = lab::live_threads();
    lab::Rendezvous meeting(5);
    run_threaded(five_inputs, [&](int input) {
        meeting.meet();
        return input;
    });
    LAB_EXPECT("not-overlapped", meeting.wait())
        << "expected 5 calls of work under way at the same time, got " << meeting.arrived();
    lab::threads_fall_to(before);
}

TEST(Threaded, ReturnsWhenAllIsDone) {
    const int before = lab::live_threads();
    lab::Gate gate;
    lab::Call call([&] {
        run_threaded(five_inputs, [&](int input) {
            gate.pass();
            return input;
        });
    });
    gate.wait_for_arrivals(5);
    const State state = call.settle();
    LAB_EXPECT("early-return", state != State::returned)
        << "expected run_threaded to return after all calls of work, it returned while they were "
           "still under way";
    LAB_EXPECT("busy-wait", state != State::spinning)
        << "expected run_threaded to sleep while it waits, it keeps a core busy";
    gate.open();
    call.join();
    lab::threads_fall_to(before);
}

TEST(Threaded, KeepsTheOrder) {
    // inputs 3 1 4 2 5: the call for 5 ends first, the one for 1 last
    std::array<lab::Gate, 7> gates;
    gates[6].open();
    std::array<std::atomic<int>, 6> calls{};
    const auto results = run_threaded(five_inputs, [&](int input) {
        const auto place = static_cast<std::size_t>(input);
        ++calls.at(place);
        gates.at(place + 1).pass_or_give_up();
        gates.at(place).open();
        return input * 10;
    });
    for (std::size_t input = 1; input < calls.size(); ++input) {
        const int count = calls[input];
        LAB_EXPECT("work-missing", count >= 1)
            << "expected work(" << input << ") to be called once, it was never called";
        LAB_EXPECT("work-repeated", count <= 1)
            << "expected work(" << input << ") to be called once, it was called " << count
            << " times";
    }
    const std::vector<int> expected{30, 10, 40, 20, 50};
    const bool all_there = std::ranges::is_permutation(results, expected);
    LAB_EXPECT("wrong-result", all_there)
        << "expected the results " << text(expected) << ", got " << text(results);
    LAB_EXPECT("wrong-order", results == expected || !all_there)
        << "expected the results " << text(expected)
        << ", in the order of the inputs, got them in another";
}

TEST(Threaded, LeavesNoThread) {
    const int before = lab::live_threads();
    run_threaded(five_inputs, [](int input) { return input; });
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(before))
        << "expected no thread to be left after run_threaded, got " << lab::live_threads() - before;
}

TEST(Threaded, RaceFree) {
    const int before = lab::live_threads();
    const std::vector<std::string> shared{"a callback", "may carry", "much with it"};
    lab::Rendezvous meeting(5);
    run_threaded(five_inputs, [&meeting, shared](int input) {
        meeting.meet();
        return input + static_cast<int>(shared[1].size());
    });
    lab::threads_fall_to(before);
}

TEST(Threaded, FiveSleeps) {
    const Work sleep = [](int input) {
        std::this_thread::sleep_for(10s);
        return input;
    };
    lab::record("serial", lab::seconds_of([&] {
                    for (const int input : five_inputs) {
                        sleep(input);
                    }
                }));
    lab::record("threaded", lab::seconds_of([&] { run_threaded(five_inputs, sleep); }));
}

TEST(Threaded, Speed) {
    const Work nap = [](int input) {
        std::this_thread::sleep_for(20ms);
        return input;
    };
    const auto best = lab::alternate(
        3,
        [&] {
            for (const int input : five_inputs) {
                nap(input);
            }
        },
        [&] { run_threaded(five_inputs, nap); });
    lab::record("serial", best.baseline);
    lab::record("threaded", best.candidate);
}

// ---- Task 2 ----

void expect_active(std::size_t expected, const std::string& when) {
    const std::size_t count = Worker::active_count();
    LAB_EXPECT("wrong-result", count == expected)
        << "expected active_count() to be " << expected << " " << when << ", got " << count;
}

TEST(WorkerClass, RunsItsBodyOnce) {
    std::atomic<int> calls{0};
    Worker worker("kettle", [&] { ++calls; });
    LAB_EXPECT("wrong-result", worker.name() == "kettle")
        << "expected name() to be \"kettle\", got \"" << worker.name() << "\"";
    worker.start();
    worker.join();
    LAB_EXPECT("work-missing", calls >= 1)
        << "expected the body to have run once after start() and join(), it did not run";
    LAB_EXPECT("work-repeated", calls <= 1)
        << "expected the body to have run once after start() and join(), it ran " << calls
        << " times";
    LAB_EXPECT("wrong-result", !worker.is_alive())
        << "expected is_alive() to be false after join(), however quick the body is, got true";
    expect_active(1, "after join()");
}

TEST(WorkerClass, IsAliveWhileTheBodyRuns) {
    lab::Gate gate;
    Worker worker("kettle", [&] { gate.pass_or_give_up(); });
    LAB_EXPECT("wrong-result", !worker.is_alive())
        << "expected is_alive() to be false before start(), got true";
    worker.start();
    LAB_ASSERT("blocked-caller", !gate.is_open())
        << "expected start() to return at once, it waited for the body";
    LAB_EXPECT("wrong-result", worker.is_alive())
        << "expected is_alive() to be true while the body runs, got false";
    gate.open();
    LAB_EXPECT("wrong-result", lab::eventually([&] { return !worker.is_alive(); }))
        << "expected is_alive() to become false when the body has returned, before any join(), it "
           "stays true";
    worker.join();
    LAB_EXPECT("wrong-result", !worker.is_alive())
        << "expected is_alive() to be false after join(), got true";
}

TEST(WorkerClass, JoinWaitsForTheBody) {
    lab::Gate gate;
    std::atomic<bool> ended{false};
    Worker worker("kettle", [&] {
        gate.pass();
        ended = true;
    });
    worker.start();
    lab::Call call([&] { worker.join(); });
    const State state = call.settle();
    LAB_EXPECT("early-return", state != State::returned)
        << "expected join() to return after the body, it returned while the body was running";
    LAB_EXPECT("busy-wait", state != State::spinning)
        << "expected join() to sleep while it waits, it keeps a core busy";
    lab::Call questions([&] {
        worker.is_alive();
        Worker::active_count();
    });
    LAB_EXPECT("blocked-caller", questions.settle() != State::asleep)
        << "expected is_alive() and active_count() to answer at once while another thread is in "
           "join(), they wait until the body has returned";
    gate.open();
    call.join();
    lab::eventually([&] { return ended.load(); });
}

TEST(WorkerClass, CountsTheLiving) {
    lab::Gate gate;
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 1; i <= 5; ++i) {
        workers.push_back(
            std::make_unique<Worker>("worker " + std::to_string(i), [&] { gate.pass(); }));
    }
    expect_active(1, "before the first start()");
    for (std::size_t i = 0; i < workers.size(); ++i) {
        workers[i]->start();
        expect_active(i + 2, "with " + std::to_string(i + 1) + " bodies running");
    }
    gate.open();
    lab::eventually([] { return Worker::active_count() == 1; });
    expect_active(1, "when all bodies have returned, before any join()");
    for (const auto& worker : workers) {
        worker->join();
    }
}

TEST(WorkerClass, RaceFree) {
    lab::Rendezvous meeting(3);
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i < 3; ++i) {
        workers.push_back(std::make_unique<Worker>("worker", [&] { meeting.meet(); }));
        workers.back()->start();
    }
    lab::eventually([&] {
        // each is asked for every time: what one of them locks must not cover up for the other
        const bool nobody = Worker::active_count() == 1;
        bool alive = false;
        for (const auto& worker : workers) {
            alive = worker->is_alive() || alive;
        }
        return nobody && !alive;
    });
    for (const auto& worker : workers) {
        worker->join();
    }
}

// ---- Task 3 ----

const std::vector<std::string> nine_cities{"Vienna", "Lisbon", "Oslo",  "Quito", "Cairo",
                                           "Lima",   "Perth",  "Delhi", "Turku"};

// Stands for a temperature: a number that tells the cities apart.
double degrees(const std::string& city) {
    return std::accumulate(city.begin(), city.end(), 0.0,
                           [](double sum, char letter) { return sum / 2 + letter; });
}

// Holds where reading i is the right one for city i. A city named `failed` must have an error.
void expect_reading(const Reading& reading, const std::string& city, bool failed) {
    LAB_ASSERT("wrong-order", reading.city == city)
        << "expected the reading of " << city << " in its place, got that of \"" << reading.city
        << "\"";
    LAB_EXPECT("wrong-result", reading.celsius.has_value() != failed)
        << "expected " << city << (failed ? " without" : " with") << " a temperature, got one "
        << (failed ? "with" : "without");
    LAB_EXPECT("wrong-result", failed || reading.celsius.value_or(0) == degrees(city))
        << "expected " << degrees(city) << " degrees for " << city << ", got "
        << reading.celsius.value_or(0);
    LAB_EXPECT("exception-lost", !failed || reading.error == "no answer from " + city)
        << "expected the error of " << city << " to be \"no answer from " << city << "\", got \""
        << reading.error << "\"";
    LAB_EXPECT("wrong-result", failed || reading.error.empty())
        << "expected no error for " << city << ", got \"" << reading.error << "\"";
}

TEST(FetchAll, AllAtOnce) {
    const int before = lab::live_threads();
    lab::Rendezvous meeting(9);
    fetch_all(nine_cities, [&](const std::string& city) {
        meeting.meet();
        return degrees(city);
    });
    LAB_EXPECT("not-overlapped", meeting.wait())
        << "expected 9 calls of fetch under way at the same time, got " << meeting.arrived();
    lab::threads_fall_to(before);
}

TEST(FetchAll, ReturnsAllReadingsInOrder) {
    const int threads_before = lab::live_threads();
    lab::Gate gate;
    std::mutex mutex;
    std::map<std::string, int> calls;
    std::vector<Reading> readings;
    lab::Call call([&] {
        readings = fetch_all(nine_cities, [&](const std::string& city) {
            gate.pass();
            const std::scoped_lock lock(mutex);
            ++calls[city];
            return degrees(city);
        });
    });
    gate.wait_for_arrivals(9);
    const State state = call.settle();
    gate.open();
    call.join();
    LAB_ASSERT("early-return", state != State::returned)
        << "expected fetch_all to return after all calls of fetch, it returned while they were "
           "still under way";
    LAB_EXPECT("busy-wait", state != State::spinning)
        << "expected fetch_all to sleep while it waits, it keeps a core busy";
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(threads_before))
        << "expected no thread to be left after fetch_all, got "
        << lab::live_threads() - threads_before;
    for (const std::string& city : nine_cities) {
        LAB_EXPECT("work-missing", calls[city] >= 1)
            << "expected fetch to be called once for " << city << ", it was never called";
        LAB_EXPECT("work-repeated", calls[city] <= 1)
            << "expected fetch to be called once for " << city << ", it was called " << calls[city]
            << " times";
    }
    LAB_ASSERT("wrong-result", readings.size() == 9)
        << "expected 9 readings, got " << readings.size();
    for (std::size_t i = 0; i < readings.size(); ++i) {
        expect_reading(readings[i], nine_cities[i], false);
    }
}

TEST(FetchAll, OneFailureSpoilsNoOther) {
    const std::string lost = "Quito";
    const auto readings = fetch_all(nine_cities, [&](const std::string& city) {
        if (city == lost) {
            throw std::runtime_error("no answer from " + city);
        }
        return degrees(city);
    });
    LAB_ASSERT("wrong-result", readings.size() == 9)
        << "expected 9 readings, got " << readings.size();
    for (std::size_t i = 0; i < readings.size(); ++i) {
        expect_reading(readings[i], nine_cities[i], nine_cities[i] == lost);
    }
}

TEST(FetchAll, RaceFree) {
    const int before = lab::live_threads();
    lab::Rendezvous meeting(9);
    fetch_all(nine_cities, [&](const std::string& city) {
        meeting.meet();
        return degrees(city);
    });
    lab::threads_fall_to(before);
}

TEST(FetchAll, NineLatencies) {
    const std::map<std::string, std::chrono::milliseconds> latencies{
        {"Vienna", 187ms}, {"Lisbon", 193ms}, {"Oslo", 184ms},  {"Quito", 196ms}, {"Cairo", 179ms},
        {"Lima", 190ms},   {"Perth", 174ms},  {"Delhi", 181ms}, {"Turku", 171ms}};
    const Fetch answer = [&](const std::string& city) {
        std::this_thread::sleep_for(latencies.at(city));
        return degrees(city);
    };
    lab::record("serial", lab::seconds_of([&] {
                    for (const std::string& city : nine_cities) {
                        answer(city);
                    }
                }));
    lab::record("threaded", lab::seconds_of([&] { fetch_all(nine_cities, answer); }));
    lab::record("slowest", 0.196);
}

TEST(FetchAll, Speed) {
    const Fetch slow = [](const std::string& city) {
        std::this_thread::sleep_for(20ms);
        return degrees(city);
    };
    const auto best = lab::alternate(
        3,
        [&] {
            for (const std::string& city : nine_cities) {
                slow(city);
            }
        },
        [&] { fetch_all(nine_cities, slow); });
    lab::record("serial", best.baseline);
    lab::record("threaded", best.candidate);
}

// ---- Task 4 ----

// CPU time, in seconds, in which any computer squares at least one number.
constexpr double a_moment = 0.005;

void expect_pair(const WhileWaiting& answer) {
    LAB_EXPECT("wrong-result", answer.last_square == answer.last_n * answer.last_n)
        << "expected last_square to be the square of last_n, it is not";
}

TEST(Squares, ReturnsTheLine) {
    const int before = lab::live_threads();
    std::atomic<int> calls{0};
    const auto answer = square_while_waiting([&]() -> std::string {
        ++calls;
        lab::others_ran(a_moment);
        return "tea is ready";
    });
    LAB_EXPECT("work-repeated", calls <= 1) << "expected one call of read_line, got " << calls;
    LAB_EXPECT("wrong-result", answer.line == "tea is ready")
        << "expected the line \"tea is ready\", got \"" << answer.line << "\"";
    expect_pair(answer);
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(before))
        << "expected no thread to be left after square_while_waiting, got "
        << lab::live_threads() - before;
    // a pair that is read while it changes may fit by chance, but not thirty times
    std::atomic<bool> others_ran{true};
    for (int i = 0; i < 30 && others_ran && !HasFailure(); ++i) {
        expect_pair(square_while_waiting([&]() -> std::string {
            others_ran = lab::others_ran(a_moment / 5);
            return "the kettle sings";
        }));
    }
}

TEST(Squares, ComputesMeanwhile) {
    std::atomic<bool> others_ran{false};
    const auto answer = square_while_waiting([&]() -> std::string {
        others_ran = lab::others_ran(a_moment);
        return "done";
    });
    LAB_ASSERT("not-overlapped", others_ran)
        << "expected another thread to compute while read_line waits, every other thread was "
           "asleep";
    LAB_EXPECT("wrong-result", answer.last_n >= 1)
        << "expected at least one square while read_line waited, got none";
}

TEST(Squares, RaceFree) {
    square_while_waiting([]() -> std::string {
        lab::others_ran(a_moment);
        return "a line that is too long for a short string's own storage";
    });
}

// ---- Task 5 ----

bool is_prime(std::uint64_t number) {
    for (std::uint64_t divisor = 2; divisor * divisor <= number; ++divisor) {
        if (number % divisor == 0) {
            return false;
        }
    }
    return number >= 2;
}

TEST(Count, FindsThePrimes) {
    for (const unsigned threads : {1U, 2U, 3U, 4U, 7U}) {
        const auto count = count_matching(0, 100'000, threads, is_prime);
        LAB_EXPECT("wrong-result", count == 9592)
            << "expected 9592 primes below 100000 with threads = " << threads << ", got " << count;
    }
}

TEST(Count, AllThreadsAtOnce) {
    const int before = lab::live_threads();
    // more than there are cores, within what the check may start
    const unsigned threads = std::clamp(std::thread::hardware_concurrency() + 2, 4U, 40U);
    lab::Rendezvous meeting(static_cast<int>(threads));
    count_matching(0, threads * 25'000, threads, [&](std::uint64_t) { return meeting.meet(); });
    LAB_EXPECT("not-overlapped", meeting.wait())
        << "expected " << threads << " threads to be testing numbers at the same time, got "
        << meeting.arrived();
    lab::threads_fall_to(before);
}

TEST(Count, KeepsToItsThreads) {
    std::mutex mutex;
    std::set<pid_t> workers;
    const int live_before = lab::live_threads();
    const int created_before = lab::threads_created();
    const auto count = count_matching(0, 48, 3, [&](std::uint64_t) {
        const std::scoped_lock lock(mutex);
        workers.insert(lab::this_thread_id());
        return true;
    });
    const int created = lab::threads_created() - created_before;
    LAB_EXPECT("too-many-threads", workers.size() <= 3)
        << "expected at most 3 threads to test the numbers, got more";
    LAB_EXPECT("too-many-threads", created <= 3)
        << "expected at most 3 threads to be started, got " << created;
    LAB_EXPECT("lost-update", count >= 48)
        << "expected all of 48 numbers to be counted by three threads, got " << count;
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(live_before))
        << "expected no thread to be left after count_matching, got "
        << lab::live_threads() - live_before;
}

TEST(Count, RaceFree) {
    const int before = lab::live_threads();
    lab::Rendezvous meeting(4);
    count_matching(0, 10'000, 4, [&](std::uint64_t number) {
        meeting.meet();
        return number % 3 == 0;
    });
    lab::threads_fall_to(before);
}

TEST(Count, Speed) {
    lab::calibrate(2);
    const std::function<bool(std::uint64_t)> test = is_prime;
    std::atomic<std::uint64_t> sink{0};
    const auto best = lab::alternate(
        5,
        [&] {
            std::uint64_t count = 0;
            for (std::uint64_t number = 0; number < 200'000; ++number) {
                count += test(number) ? 1 : 0;
            }
            sink = count;
        },
        [&] { sink = count_matching(0, 200'000, 2, test); });
    lab::record("serial", best.baseline);
    lab::record("threaded", best.candidate);
}

} // namespace
