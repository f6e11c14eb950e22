// The hidden checks of practical 1. Each follows from a sentence under "Contracts" in README.md.
#include "threading.hpp"

#include <lab/check.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace lab::threading;
using namespace std::chrono_literals;
using State = lab::Call::State;

void expect_no_thread_left(int before) {
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(before))
        << "expected no thread to be left after the call, got " << lab::live_threads() - before;
}

// ---- Task 1 ----

TEST(ThreadedMore, ThirtyTwoAtOnce) {
    std::vector<int> inputs(32);
    std::iota(inputs.begin(), inputs.end(), -7);
    lab::Rendezvous meeting(32);
    const auto results = run_threaded(inputs, [&](int input) {
        meeting.meet();
        return input;
    });
    LAB_ASSERT("not-overlapped", meeting.has_met())
        << "expected 32 calls of work under way at the same time, got " << meeting.arrived();
    LAB_EXPECT("wrong-result", std::ranges::is_permutation(results, inputs))
        << "expected 32 inputs to have their 32 results, one is missing or another's";
}

TEST(ThreadedMore, EightTimesAHundredPauses) {
    constexpr std::array inputs{0, 1, 2, 3, 4, 5, 6, 7};
    const Work squares = [](int input) {
        for (int i = 0; i < 100; ++i) {
            std::this_thread::sleep_for(500ms);
        }
        return input * input;
    };
    lab::record("threaded", lab::seconds_of([&] { run_threaded(inputs, squares); }));
    lab::record("serial", lab::seconds_of([&] {
                    for (const int input : inputs) {
                        squares(input);
                    }
                }));
}

TEST(ThreadedMore, LastInputEndsFirst) {
    constexpr std::array inputs{0, 1, 2, 3, 4, 5};
    std::array<lab::Gate, inputs.size() + 1> gates;
    gates.back().open();
    const auto results = run_threaded(inputs, [&](int input) {
        const auto place = static_cast<std::size_t>(input);
        gates.at(place + 1).pass_or_give_up(); // until the next input's call has ended
        gates.at(place).open();
        return 100 - input;
    });
    LAB_ASSERT("wrong-result", results.size() == inputs.size())
        << "expected six results, got " << results.size();
    LAB_EXPECT("wrong-order", (results == std::vector<int>{100, 99, 98, 97, 96, 95}))
        << "expected the results in the order of the inputs, whichever call ends first; they are "
           "in another";
}

TEST(ThreadedMore, SameInputsAgain) {
    constexpr std::array inputs{7, 7, 7, 2, 2, 7};
    std::atomic<int> calls{0};
    const auto results = run_threaded(inputs, [&](int input) {
        return input * 10 + ++calls; // no two calls return the same
    });
    LAB_ASSERT("work-missing", calls >= 6)
        << "expected work to be called once for each of six inputs, equal ones included, got "
        << calls << " calls";
    LAB_ASSERT("work-repeated", calls <= 6)
        << "expected work to be called once for each of six inputs, got " << calls << " calls";
    LAB_ASSERT("wrong-result", results.size() == inputs.size())
        << "expected six results, got " << results.size();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        LAB_EXPECT("wrong-result", results[i] / 10 == inputs[i])
            << "expected each input's result in its place, got that of another input";
        LAB_EXPECT("wrong-result", std::ranges::count(results, results[i]) == 1)
            << "expected equal inputs to have a result each, each from a call of its own; two "
               "share one";
    }
    LAB_EXPECT("wrong-result", run_threaded({}, [](int input) { return input; }).empty())
        << "expected no results for no inputs, got some";
}

TEST(ThreadedMore, TwoCallersAtOnce) {
    lab::Rendezvous meeting(8);
    const Work work = [&](int input) {
        meeting.meet();
        return input + 1;
    };
    std::vector<int> ones;
    std::vector<int> tens;
    {
        lab::Call first([&] { ones = run_threaded(std::array{1, 2, 3, 4}, work); });
        lab::Call second([&] { tens = run_threaded(std::array{10, 20, 30, 40}, work); });
    }
    LAB_EXPECT("not-overlapped", meeting.has_met())
        << "expected the calls of work of two callers under way at the same time, 8 in all, got "
        << meeting.arrived();
    LAB_EXPECT("wrong-result", (ones == std::vector<int>{2, 3, 4, 5}))
        << "expected the first of two callers at once to get its own results, it did not";
    LAB_EXPECT("wrong-result", (tens == std::vector<int>{11, 21, 31, 41}))
        << "expected the second of two callers at once to get its own results, it did not";
}

// ---- Task 2 ----

TEST(WorkerMore, RefusesCallsOutOfTurn) {
    std::atomic<int> calls{0};
    Worker worker("toaster", [&] { ++calls; });
    LAB_EXPECT("api-contract", lab::throws<std::logic_error>([&] { worker.join(); }))
        << "expected join() before start() to throw std::logic_error, it did not";
    LAB_EXPECT("wrong-result", calls == 0) << "expected the body not to run before start(), it ran";
    worker.start();
    LAB_EXPECT("api-contract", lab::throws<std::logic_error>([&] { worker.start(); }))
        << "expected a second start() to throw std::logic_error, it did not";
    worker.join();
    worker.join();
    LAB_EXPECT("api-contract", lab::throws<std::logic_error>([&] { worker.start(); }))
        << "expected start() after join() to throw std::logic_error, it did not";
    LAB_EXPECT("work-repeated", calls <= 1)
        << "expected the body to run once however often start() is called, it ran " << calls
        << " times";
}

TEST(WorkerMore, JoinForKeepsItsLimit) {
    lab::Gate gate;
    Worker worker("toaster", [&] { gate.pass_or_give_up(); });
    worker.start();
    const bool in_time = worker.join_for(50ms);
    LAB_ASSERT("bound-ignored", !gate.is_open())
        << "expected join_for(50 ms) to give up waiting after 50 ms, it waited for the body";
    LAB_EXPECT("wrong-deadline", !in_time)
        << "expected join_for(50 ms) to be false while the body runs, got true";
    gate.open();
    worker.join();
    LAB_EXPECT("wrong-deadline", worker.join_for(0ms))
        << "expected join_for(0 ms) to be true once the body has ended, got false";
}

TEST(WorkerMore, JoinForWaitsForTheBody) {
    lab::Gate gate;
    Worker worker("toaster", [&] { gate.pass(); });
    worker.start();
    bool in_time = false;
    lab::Call call([&] { in_time = worker.join_for(1h); });
    const State state = call.settle();
    gate.open();
    call.join();
    LAB_ASSERT("wrong-deadline", state != State::returned)
        << "expected join_for(1 hour) to wait for the body, it returned while the body was running";
    LAB_EXPECT("busy-wait", state != State::spinning)
        << "expected join_for() to sleep while it waits, it keeps a core busy";
    LAB_EXPECT("wrong-deadline", in_time)
        << "expected join_for(1 hour) to be true when the body ends before that, got false";
    worker.join();
}

// In virtual time the limit of an hour passes only if nothing is left that could wake join_for().
void expect_woken(const std::string& what, std::chrono::milliseconds body_takes) {
    std::atomic<bool> ended{false};
    Worker worker("toaster", [&] {
        std::this_thread::sleep_for(body_takes);
        ended = true;
    });
    worker.start();
    bool in_time = false;
    const double seconds = lab::seconds_of([&] { in_time = worker.join_for(1h); });
    LAB_EXPECT("wrong-deadline", ended) << "expected join_for(1 hour) to wait until " << what
                                        << " has ended, it returned before that";
    LAB_EXPECT("lost-wakeup", seconds < 3600) << "expected join_for(1 hour) to return when " << what
                                              << " has ended, it waited until the hour was over";
    LAB_EXPECT("wrong-deadline", in_time) << "expected join_for(1 hour) to be true when " << what
                                          << " has ended before that, got false";
    worker.join();
}

TEST(WorkerMore, JoinForIsWoken) {
    expect_woken("a body that does nothing", 0ms);
    expect_woken("a body of 10 ms", 10ms);
}

void expect_destructible_after_the_end() {
    Worker worker("toaster", [] {});
    worker.start();
    lab::eventually([&] { return !worker.is_alive(); });
}

TEST(WorkerMore, DestructorWaits) {
    const int before = lab::live_threads();
    lab::Gate gate;
    std::atomic<bool> ended{false};
    auto worker = std::make_unique<Worker>("toaster", [&] {
        gate.pass();
        ended = true;
    });
    worker->start();
    lab::Call call([&] { worker.reset(); });
    const State state = call.settle();
    LAB_EXPECT("early-return", state != State::returned)
        << "expected the destructor to wait for the body, it returned while the body was running";
    gate.open();
    call.join();
    lab::eventually([&] { return ended.load(); });
    expect_no_thread_left(before);
    std::atomic<int> calls{0};
    {
        const Worker never_started("toaster", [&] { ++calls; });
    }
    LAB_EXPECT("wrong-result", calls == 0)
        << "expected a Worker that is never started not to run its body, it ran";
    expect_destructible_after_the_end();
}

class Overriding : public Worker {
public:
    explicit Overriding(std::atomic<int>& runs, std::atomic<int>& bodies)
        : Worker("subclass", [&bodies] { ++bodies; }), runs_(runs) {}
    ~Overriding() override { join(); }
    Overriding(const Overriding&) = delete;
    Overriding& operator=(const Overriding&) = delete;

protected:
    void run() override { ++runs_; }

private:
    std::atomic<int>& runs_;
};

TEST(WorkerMore, SubclassOverridesRun) {
    std::atomic<int> runs{0};
    std::atomic<int> bodies{0};
    {
        Overriding worker(runs, bodies);
        worker.start();
    }
    LAB_EXPECT("wrong-result", runs == 1)
        << "expected the subclass's run() to be called once, it was called " << runs << " times";
    LAB_EXPECT("wrong-result", bodies == 0)
        << "expected the body not to run where run() is overridden, it ran";
}

TEST(WorkerMore, BodyThatThrows) {
    Worker worker("toaster", [] { throw std::runtime_error("burnt"); });
    worker.start();
    worker.join();
    LAB_EXPECT("wrong-result", !worker.is_alive())
        << "expected is_alive() to be false after a body that threw, got true";
    const std::size_t count = Worker::active_count();
    LAB_EXPECT("wrong-result", count == 1)
        << "expected active_count() to be 1 after a body that threw, got " << count;
}

// ---- Task 3 ----

const std::vector<std::string> seven_cities{"Bern",  "Accra", "Hanoi", "Tunis",
                                            "Paris", "Seoul", "Dakar"};

double letters(const std::string& city) {
    return static_cast<double>(city.size()) * 1.5;
}

// All seven fetches are under way when those of `failing` throw.
void expect_only_these_fail(const std::vector<std::string>& failing) {
    const auto fails = [&](const std::string& city) {
        return std::ranges::find(failing, city) != failing.end();
    };
    lab::Rendezvous meeting(7);
    const auto readings = fetch_all(seven_cities, [&](const std::string& city) {
        meeting.meet();
        if (fails(city)) {
            throw std::runtime_error(city + " is asleep");
        }
        return letters(city);
    });
    LAB_ASSERT("wrong-result", readings.size() == 7)
        << "expected 7 readings whatever fails, got " << readings.size();
    for (std::size_t i = 0; i < 7; ++i) {
        const std::string& city = seven_cities[i];
        const Reading& reading = readings[i];
        LAB_EXPECT("wrong-order", reading.city == city)
            << "expected each reading in its city's place, got another order";
        LAB_EXPECT("exception-lost", !fails(city) || reading.error == city + " is asleep")
            << "expected every failed city's error to be what its own exception said, one is not";
        LAB_EXPECT("wrong-result", reading.celsius.has_value() != fails(city))
            << "expected a temperature for every city but those that failed, one differs";
        LAB_EXPECT("wrong-result", fails(city) || reading.error.empty())
            << "expected no error for a city that did not fail, one has an error";
    }
}

TEST(FetchMore, TwoFail) {
    expect_only_these_fail({"Accra", "Paris"});
}

TEST(FetchMore, FirstLastOrAllFail) {
    expect_only_these_fail({"Bern"});
    expect_only_these_fail({"Dakar"});
    expect_only_these_fail(seven_cities);
}

TEST(FetchMore, ThrowsSomethingElse) {
    const int before = lab::live_threads();
    const std::vector<std::string> cities{"Bern", "Accra"};
    const auto readings = fetch_all(cities, [](const std::string& city) -> double {
        if (city == "Bern") {
            throw 404;
        }
        return 21;
    });
    LAB_ASSERT("wrong-result", readings.size() == 2)
        << "expected 2 readings, got " << readings.size();
    LAB_EXPECT("exception-lost", !readings[0].error.empty())
        << "expected an error for the city whose fetch threw a number, got none";
    LAB_EXPECT("wrong-result", !readings[0].celsius.has_value())
        << "expected no temperature for the city whose fetch threw a number, got one";
    LAB_EXPECT("wrong-result", readings[1].celsius == 21.0)
        << "expected the other city's temperature to be kept, it is not";
    expect_no_thread_left(before);
}

// Where fetch returned 100 times the city's letters() and the number of the call, below 100.
void expect_readings_of_their_own(const std::vector<Reading>& readings,
                                  const std::vector<std::string>& cities) {
    for (std::size_t i = 0; i < cities.size(); ++i) {
        const double celsius = readings[i].celsius.value_or(0);
        const double call = celsius - 100 * letters(cities[i]);
        LAB_EXPECT("wrong-order", readings[i].city == cities[i])
            << "expected each reading in its city's place, got another order";
        LAB_EXPECT("wrong-result", call > 0 && call < 100)
            << "expected every reading to have its own city's temperature, one has not";
        LAB_EXPECT("wrong-result", std::ranges::count(readings, celsius, &Reading::celsius) == 1)
            << "expected equal cities to have a temperature each, each from a fetch of its own; "
               "two share one";
    }
}

void expect_callers_at_once() {
    lab::Rendezvous meeting(4);
    const Fetch fetch = [&](const std::string& city) {
        meeting.meet();
        return letters(city);
    };
    const std::vector<std::string> south{"Accra", "Lima"};
    const std::vector<std::string> north{"Oslo", "Turku"};
    std::vector<Reading> warm;
    std::vector<Reading> cold;
    {
        lab::Call first([&] { warm = fetch_all(south, fetch); });
        lab::Call second([&] { cold = fetch_all(north, fetch); });
    }
    LAB_EXPECT("not-overlapped", meeting.has_met())
        << "expected the calls of fetch of two callers under way at the same time, 4 in all, got "
        << meeting.arrived();
    const bool right =
        warm.size() == 2 && warm[1].city == "Lima" && cold.size() == 2 && cold[1].city == "Turku";
    LAB_EXPECT("wrong-result", right)
        << "expected each of two callers at once to get its own readings, one did not";
}

TEST(FetchMore, SameCityAgain) {
    const std::vector<std::string> cities{"Bern", "Accra", "Bern", "Bern"};
    std::atomic<int> calls{0};
    lab::Rendezvous meeting(4);
    const auto readings = fetch_all(cities, [&](const std::string& city) {
        const int call = ++calls;
        meeting.meet();
        return 100 * letters(city) + call; // no two calls return the same
    });
    LAB_ASSERT("work-missing", calls >= 4)
        << "expected one fetch for each place in the list, equal cities included, got " << calls;
    LAB_ASSERT("work-repeated", calls <= 4)
        << "expected one fetch for each place in the list, 4 in all, got " << calls;
    LAB_ASSERT("not-overlapped", meeting.has_met())
        << "expected 4 calls of fetch under way at the same time, equal cities included, got "
        << meeting.arrived();
    LAB_ASSERT("wrong-result", readings.size() == 4)
        << "expected a reading for each place in the list, 4 in all, got " << readings.size();
    expect_readings_of_their_own(readings, cities);
    LAB_EXPECT("wrong-result", fetch_all({}, letters).empty())
        << "expected no readings for no cities, got some";
    expect_callers_at_once();
}

// ---- Task 4 ----

void expect_pair(const WhileWaiting& answer) {
    LAB_EXPECT("wrong-result", answer.last_square == answer.last_n * answer.last_n)
        << "expected last_square to be the square of last_n, it is not";
}

TEST(SquaresMore, EmptyLine) {
    const auto answer = square_while_waiting([]() -> std::string {
        lab::others_ran(0.005);
        return "";
    });
    LAB_EXPECT("wrong-result", answer.line.empty())
        << "expected the empty line that was typed, got \"" << answer.line << "\"";
    expect_pair(answer);
}

TEST(SquaresMore, LineIsThereAtOnce) {
    for (int i = 0; i < 20; ++i) {
        const auto answer = square_while_waiting([] { return std::string(100, 'x'); });
        LAB_ASSERT("wrong-result", answer.line == std::string(100, 'x'))
            << "expected a line of a hundred letters that is there at once, got another";
        expect_pair(answer);
    }
}

struct InputClosed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

TEST(SquaresMore, ReadLineThrows) {
    const int before = lab::live_threads();
    bool arrived = false;
    try {
        square_while_waiting([]() -> std::string {
            lab::others_ran(0.005);
            throw InputClosed("the input is closed");
        });
    } catch (const InputClosed& error) {
        arrived = std::string(error.what()) == "the input is closed";
    } catch (...) {
        arrived = false;
    }
    LAB_EXPECT("exception-lost", arrived)
        << "expected the exception of read_line to reach the caller as it is, it did not";
    expect_no_thread_left(before);
}

// ---- Task 5 ----

struct Range {
    std::uint64_t first;
    std::uint64_t last;
    unsigned threads;
};

// Counts every number of the range, so that the answer is the range's width.
void expect_width(const Range& range) {
    const auto count =
        count_matching(range.first, range.last, range.threads, [](std::uint64_t) { return true; });
    const std::uint64_t width = range.last - range.first;
    LAB_EXPECT("wrong-result", count == width)
        << "expected " << width << " numbers from " << range.first << " to " << range.last
        << " with threads = " << range.threads << ", got " << count;
}

TEST(CountMore, NarrowRanges) {
    for (const Range& range : {Range{5, 5, 1}, Range{5, 5, 3}, Range{0, 0, 4}, Range{9, 10, 1},
                               Range{9, 10, 4}, Range{0, 3, 8}, Range{100, 102, 3}}) {
        expect_width(range);
    }
}

TEST(CountMore, RangesThatDoNotDivide) {
    for (const Range& range : {Range{0, 10, 3}, Range{1, 12, 4}, Range{1000, 1999, 7},
                               Range{3, 1003, 6}, Range{0, 17, 16}}) {
        expect_width(range);
    }
}

TEST(CountMore, EachNumberOnce) {
    constexpr std::uint64_t first = 17;
    constexpr std::uint64_t last = 1'020;
    std::vector<std::atomic<int>> calls(2'000);
    std::atomic<int> outside{0};
    count_matching(first, last, 5, [&](std::uint64_t number) {
        if (number < first || number >= last) {
            ++outside;
        } else {
            ++calls[number];
        }
        return false;
    });
    const auto how_many = [&](auto holds) {
        return std::count_if(calls.begin() + first, calls.begin() + last, holds);
    };
    const auto missing = how_many([](const auto& count) { return count == 0; });
    const auto repeated = how_many([](const auto& count) { return count > 1; });
    LAB_EXPECT("work-missing", missing == 0)
        << "expected each number of the range to be tested once, " << missing << " were not tested";
    LAB_EXPECT("work-repeated", repeated == 0)
        << "expected each number of the range to be tested once, " << repeated
        << " were tested more often";
    LAB_EXPECT("wrong-result", outside == 0)
        << "expected no number outside the range to be tested, " << outside << " were";
}

TEST(CountMore, LargestNumbers) {
    constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    expect_width({largest - 1'000, largest, 3});
    expect_width({largest - 2, largest, 4});
    expect_width({largest - 1, largest, 1});
}

TEST(CountMore, NoThreads) {
    for (const std::uint64_t last : {0U, 10U}) {
        bool refused = false;
        try {
            count_matching(0, last, 0, [](std::uint64_t) { return true; });
        } catch (const std::invalid_argument&) {
            refused = true;
        }
        LAB_EXPECT("api-contract", refused)
            << "expected std::invalid_argument for 0 threads, it was not thrown";
    }
}

} // namespace
