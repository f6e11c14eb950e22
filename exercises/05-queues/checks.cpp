// The visible checks of practical 5. Each test is one check of exercise.yaml.
#include "queues.hpp"

#include <lab/check.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <functional>
#include <iomanip>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace lab::queues;
using lab::text;
using namespace std::chrono_literals;
using State = lab::Call::State;

Item numbered(int id) {
    return {id, "item " + std::to_string(id)};
}

void put_numbers(TaskQueue& queue, int first, int last) {
    for (int id = first; id <= last; ++id) {
        queue.put(numbered(id));
    }
}

// Seconds with two decimals: "4.02"
std::string two_decimals(double seconds) {
    std::ostringstream out;
    out << std::fixed << std::setprecision(2) << seconds;
    return out.str();
}

// How often each of the ids 1, 2, ... was seen; counts without ordering anything.
class Tally {
public:
    void note(int id) {
        const bool known = id >= 1 && id < static_cast<int>(seen_.size());
        seen_.at(known ? static_cast<std::size_t>(id) : 0).fetch_add(1, std::memory_order_relaxed);
    }

    int total() const {
        int sum = 0;
        for (const auto& count : seen_) {
            sum += count.load(std::memory_order_relaxed);
        }
        return sum;
    }

    // Holds where 1 to `last` were seen once each, and nothing else.
    void expect_once_each(int last, const std::string& done) const {
        int missing = 0;
        int repeated = 0;
        for (int id = 1; id <= last; ++id) {
            const int count = seen_.at(static_cast<std::size_t>(id)).load();
            missing += count == 0 ? 1 : 0;
            repeated += count > 1 ? 1 : 0;
        }
        LAB_EXPECT("work-missing", missing == 0) << "expected each of " << last << " items to be "
                                                 << done << " once, " << missing << " never were";
        LAB_EXPECT("work-repeated", repeated == 0)
            << "expected each of " << last << " items to be " << done << " once, " << repeated
            << " were more often";
        LAB_EXPECT("wrong-result", missing + repeated > 0 || total() == last)
            << "expected only items that were put, others were " << done << " too";
    }

private:
    std::array<std::atomic<int>, 16> seen_{};
};

// Seconds that have passed, in virtual time.
class Stopwatch {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    long milliseconds() const {
        return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                     std::chrono::steady_clock::now() - start_)
                                     .count());
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// ---- Task 1 ----

TEST(Fifo, FirstInFirstOut) {
    TaskQueue queue;
    lab::Call puts([&] { put_numbers(queue, 1, 3); });
    if (puts.settle() != State::returned) {
        LAB_EXPECT("bound-ignored", false)
            << "expected a queue without a limit to take three items at once, put() waits";
        queue.close(); // lets put() end, if there is a close() already
        return;
    }
    puts.join();
    LAB_ASSERT("work-missing", queue.size() == 3)
        << "expected size() to be 3 after three puts, got " << queue.size();
    const Item first = queue.get();
    LAB_EXPECT("wrong-order", first.id == 1)
        << "expected get() to take item 1, which was put first, got item " << first.id;
    LAB_EXPECT("wrong-result", first.text == "item " + std::to_string(first.id))
        << "expected the item's own text, got \"" << first.text << "\"";
    LAB_ASSERT("wrong-result", queue.size() == 2 && !queue.empty())
        << "expected 2 items to be left, got " << queue.size();
    lab::record("left", static_cast<double>(queue.size()));
    const std::vector<int> rest{queue.get().id, queue.get().id};
    LAB_EXPECT("wrong-order", (rest == std::vector<int>{2, 3}))
        << "expected the items 2 3 next, got " << text(rest);
    LAB_EXPECT("wrong-result", queue.empty() && queue.size() == 0)
        << "expected the queue to be empty in the end, it is not";
}

TEST(Fifo, GetWaitsForAnItem) {
    TaskQueue queue;
    std::atomic<int> got{-1}; // 0 is a blank item's
    lab::Call call([&] { got = queue.get().id; });
    const State state = call.settle();
    LAB_EXPECT("early-return", state != State::returned)
        << "expected get() to wait while the queue is empty, it returned";
    LAB_EXPECT("busy-wait", state != State::spinning)
        << "expected get() to sleep while it waits, it keeps a core busy";
    queue.put(numbered(7));
    call.join();
    LAB_ASSERT("wait-without-loop", state == State::returned || got != 0)
        << "expected get() to go on when there is an item, it went on without one";
    LAB_EXPECT("wrong-result", got == 7)
        << "expected the get() that waited to take item 7, got item " << got;
}

TEST(Fifo, GetForKeepsItsLimit) {
    TaskQueue queue;
    const Stopwatch nothing;
    const bool came = queue.get_for(50ms).has_value();
    const long waited = nothing.milliseconds();
    LAB_EXPECT("wrong-result", !came) << "expected no item from an empty queue, got one";
    LAB_EXPECT("wrong-deadline", waited == 50)
        << "expected get_for(50 ms) to give up after 50 ms, it took " << waited << " ms";
    lab::record("limit", static_cast<double>(waited));

    lab::Call later([&] {
        std::this_thread::sleep_for(20ms);
        queue.put(numbered(4));
    });
    const Stopwatch something;
    const std::optional<Item> item = queue.get_for(1s);
    const long until_item = something.milliseconds();
    LAB_ASSERT("wrong-deadline", item.has_value())
        << "expected get_for(1 s) to take the item that was put after 20 ms, it took none";
    LAB_EXPECT("wrong-result", item->id == 4) << "expected item 4, got item " << item->id;
    // some of the library's timed waits look again only after half as long as they have waited
    LAB_EXPECT("wrong-deadline", until_item >= 20 && until_item <= 100)
        << "expected get_for(1 s) to return as soon as the item is put, after 20 ms, it took "
        << until_item << " ms";
    lab::record("early", static_cast<double>(until_item));
    later.join();
}

TEST(Fifo, RaceFree) {
    TaskQueue queue;
    lab::Call producer([&] { put_numbers(queue, 1, 4); });
    lab::Call consumer([&] {
        queue.get();
        queue.get();
    });
    queue.empty();
    queue.try_get();
    queue.size();
    queue.get_for(1ms);
    producer.join();
    consumer.join();
}

// ---- Task 2 ----

TEST(Bound, ThirdPutWaits) {
    TaskQueue queue(2);
    lab::Call two([&] { put_numbers(queue, 1, 2); });
    if (two.settle() != State::returned) {
        LAB_EXPECT("bound-ignored", false)
            << "expected a queue with a capacity of 2 to take two items at once, it took "
            << queue.size();
        queue.close(); // lets put() end, if there is a close() already
        return;
    }
    two.join();
    lab::Call third([&] { queue.put(numbered(3)); });
    const State state = third.settle();
    LAB_EXPECT("bound-ignored", state != State::returned)
        << "expected the third put() to wait in a queue with a capacity of 2, it returned";
    LAB_ASSERT("wait-without-loop", state == State::returned || queue.size() == 2)
        << "expected the third put() to go on when there is a place, it went on without one";
    const int first = queue.get().id;
    LAB_EXPECT("wrong-order", first == 1) << "expected item 1 first, got item " << first;
    third.join();
    LAB_EXPECT("wrong-result", state == State::returned || queue.size() == 2)
        << "expected 2 items again after the get() and the third put(), got " << queue.size();
}

TEST(Bound, ZeroMeansNoLimit) {
    constexpr int many = 40;
    TaskQueue queue(0);
    lab::Call call([&] { put_numbers(queue, 1, many); });
    const State state = call.settle();
    if (state != State::returned) {
        LAB_EXPECT("bound-ignored", false)
            << "expected a queue with a capacity of 0 to take any number of items, put() waits";
        queue.close(); // lets put() end, if there is a close() already
        return;
    }
    call.join();
    LAB_EXPECT("work-missing", queue.size() == many)
        << "expected " << many << " items in the queue, got " << queue.size();
}

TEST(Bound, ProducersAndConsumersAllEnd) {
    TaskQueue queue(1);
    Tally taken;
    {
        const auto consume = [&] {
            taken.note(queue.get().id);
            taken.note(queue.get().id);
        };
        lab::Call consumer(consume);
        lab::Call another(consume);
        lab::Call producer([&] { put_numbers(queue, 1, 2); });
        lab::Call other_producer([&] { put_numbers(queue, 3, 4); });
    }
    taken.expect_once_each(4, "taken");
}

TEST(Bound, RaceFree) {
    TaskQueue queue(2); // so that none hangs for a try_put that tells nobody: not looked for here
    lab::Call producer([&] { put_numbers(queue, 1, 3); });
    lab::Call consumer([&] {
        queue.get();
        queue.get();
        queue.get();
    });
    queue.try_put(numbered(4));
    queue.size();
    producer.join();
    consumer.join();
}

// ---- Task 3 ----

TEST(Join, ReturnsWhenAllIsDone) {
    constexpr int many = 10;
    TaskQueue queue;
    lab::Call fresh([&] { queue.join(); });
    LAB_ASSERT("blocked-caller", fresh.settle() == State::returned)
        << "expected join() of a queue in which nothing was ever put to return at once, it waits";
    put_numbers(queue, 1, many);
    lab::Call full([&] { queue.join(); });
    LAB_EXPECT("early-return", full.settle() != State::returned)
        << "expected join() to wait while nobody has taken the items, it returned";
    for (int i = 1; i <= many; ++i) {
        queue.get();
    }
    for (int i = 1; i < many; ++i) {
        queue.task_done();
    }
    lab::Call last([&] { queue.join(); });
    LAB_EXPECT("early-return", last.settle() != State::returned)
        << "expected join() to wait for 10 calls of task_done() after 10 items, it returned after "
           "9";
    queue.task_done();
    full.join();
    last.join();
    queue.join();
}

TEST(Join, WaitsForWorkNotForTaking) {
    TaskQueue queue;
    put_numbers(queue, 1, 3);
    std::atomic<int> processed{0};
    const auto process = [&](int count) {
        for (int i = 0; i < count; ++i) {
            queue.get();
            ++processed;
            queue.task_done();
        }
    };
    lab::Call worker([&] { process(2); });
    lab::Call another([&] { process(1); });
    queue.join();
    const int at_return = processed;
    LAB_EXPECT("early-return", at_return == 3)
        << "expected join() to return when two workers have processed all 3 items, it returned "
           "before";
    worker.join();
    another.join();
}

TEST(Join, OneWorkerWithItemsOfOneSecond) {
    constexpr int many = 5;
    TaskQueue queue;
    const Stopwatch stopwatch;
    lab::Call worker([&] {
        for (int i = 0; i < many; ++i) {
            queue.get();
            std::this_thread::sleep_for(1s);
            queue.task_done();
        }
    });
    put_numbers(queue, 1, many);
    queue.join();
    const double seconds = stopwatch.seconds();
    LAB_EXPECT("early-return", seconds >= many)
        << "expected join() to return when 5 items of 1 s are processed, after 5 s, it returned "
           "after "
        << two_decimals(seconds) << " s";
    LAB_EXPECT("too-slow", seconds <= many)
        << "expected join() to return when 5 items of 1 s are processed, after 5 s, it returned "
           "after "
        << two_decimals(seconds) << " s";
    lab::record("items", many);
    lab::record("seconds", seconds);
    worker.join();
}

TEST(Join, RaceFree) {
    TaskQueue queue;
    put_numbers(queue, 1, 2);
    const auto process = [&] {
        queue.get();
        queue.task_done();
    };
    lab::Call worker(process);
    lab::Call another(process);
    queue.join();
    worker.join();
    another.join();
}

// ---- Task 4 ----

TEST(Workers, TenWorkersTenValues) {
    constexpr int many = 10;
    TaskQueue queue;
    Tally processed;
    std::vector<Handled> handled;
    lab::Call workers([&] {
        handled = run_workers(queue, many, [&](const Item& item) { processed.note(item.id); });
    });
    put_numbers(queue, 1, many);
    lab::Call joiner([&] { queue.join(); });
    const State state = joiner.settle();
    const int before_end = processed.total();
    workers.settle(); // what is done only later is not missing
    const int in_the_end = processed.total();
    if (state != State::returned) { // let join() end all the same
        while (queue.try_get()) {
            queue.task_done();
        }
    }
    queue.close();
    LAB_ASSERT("early-return", before_end >= many || in_the_end < many)
        << "expected join() to return when 10 values have been processed, it returned before: "
           "task_done() says that process has ended";
    LAB_ASSERT("work-missing", before_end >= many)
        << "expected 10 values to be processed before the end of join(), got " << in_the_end;
    LAB_ASSERT("work-missing", state == State::returned)
        << "expected join() to return when 10 values have been processed, it waits: a task_done() "
           "is missing";
    workers.join();
    joiner.join();
    processed.expect_once_each(many, "processed");
    Tally reported;
    for (const Handled& one : handled) {
        reported.note(one.id);
    }
    reported.expect_once_each(many, "reported by run_workers");
    lab::record("values", many);
    lab::record("before_end", before_end);
    lab::record("after_end", processed.total() - before_end);
}

TEST(Workers, AllAtOnce) {
    constexpr int many = 3;
    TaskQueue queue;
    put_numbers(queue, 1, many);
    queue.close();
    const int created_before = lab::threads_created();
    lab::Rendezvous meeting(many);
    const auto handled = run_workers(queue, many, [&](const Item&) { meeting.meet(); });
    const int created = lab::threads_created() - created_before;
    LAB_ASSERT("work-missing", meeting.arrived() > 0)
        << "expected 3 items that were put before close() to be processed, none was";
    if (!meeting.has_met()) {
        LAB_ASSERT("over-serialised", created < many - 1)
            << "expected 3 workers to process 3 items at the same time, " << meeting.arrived()
            << " did: the others had to wait for it";
        LAB_ASSERT("not-overlapped", false)
            << "expected 3 workers to process 3 items at the same time, " << meeting.arrived()
            << " did";
    }
    std::array<int, many> items_of{};
    for (const Handled& one : handled) {
        LAB_ASSERT("wrong-result", one.worker < many)
            << "expected the workers to be numbered 0 to 2, got " << one.worker;
        ++items_of.at(one.worker);
    }
    for (std::size_t worker = 0; worker < items_of.size(); ++worker) {
        LAB_EXPECT("wrong-result", items_of.at(worker) == 1)
            << "expected each of 3 workers to have handled one of 3 items, got "
            << items_of.at(worker) << " for worker " << worker;
    }
}

TEST(Workers, ReturnAfterClose) {
    const int before = lab::live_threads();
    TaskQueue queue;
    std::atomic<int> processed{0};
    lab::Call call([&] { run_workers(queue, 3, [&](const Item&) { ++processed; }); });
    queue.put(numbered(1));
    const State state = call.settle();
    LAB_EXPECT("early-return", state != State::returned)
        << "expected run_workers to go on until the queue is closed, even where it is empty "
           "meanwhile, it returned";
    LAB_EXPECT("work-missing", processed == 1)
        << "expected the item to be processed before the queue is closed, it was not";
    queue.close();
    call.join();
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(before))
        << "expected no thread to be left after run_workers, got " << lab::live_threads() - before;
}

TEST(Workers, AsManyThreadsAsAsked) {
    constexpr int many = 4;
    TaskQueue queue;
    put_numbers(queue, 1, 2);
    queue.close();
    const int live_before = lab::live_threads();
    const int created_before = lab::threads_created();
    const auto handled = run_workers(queue, many, [](const Item&) {});
    const int created = lab::threads_created() - created_before;
    LAB_EXPECT("work-missing", handled.size() >= 2)
        << "expected 2 items to be handled, got " << handled.size();
    LAB_EXPECT("too-many-threads", created <= many)
        << "expected 4 workers to be at most 4 new threads, got " << created;
    LAB_EXPECT("not-overlapped", created >= many - 1)
        << "expected 4 workers to be 4 new threads, or 3 and the caller's, got " << created;
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(live_before))
        << "expected no thread to be left after run_workers, got "
        << lab::live_threads() - live_before;
}

TEST(Workers, RaceFree) {
    TaskQueue queue;
    put_numbers(queue, 1, 2);
    const std::vector<std::string> shared{"a callback", "may carry", "much with it"};
    std::atomic<std::size_t> letters{0};
    lab::Call call([&] {
        run_workers(queue, 2, [&letters, shared](const Item& item) {
            letters.fetch_add(item.text.size() + shared[1].size(), std::memory_order_relaxed);
        });
    });
    lab::Call producer([&] {
        try {
            put_numbers(queue, 3, 4);
        } catch (const QueueClosed&) {
            // close() was first, which is as good
        }
    });
    queue.close();
    producer.join();
    call.join();
}

// ---- Task 5 ----

std::string upper(const std::string& line) {
    std::string result = line;
    std::ranges::transform(result, result.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    return result;
}

std::vector<std::string> numbered_lines(std::size_t count) {
    std::vector<std::string> lines;
    for (std::size_t i = 1; i <= count; ++i) {
        lines.push_back("line " + std::to_string(i));
    }
    return lines;
}

// Holds where every result is its line in capital letters, and in its place.
void expect_capitals(const std::vector<std::string>& lines,
                     const std::vector<std::string>& results) {
    std::vector<std::string> expected;
    std::ranges::transform(lines, std::back_inserter(expected), upper);
    std::size_t there = 0;
    for (const std::string& line : expected) {
        there += std::ranges::count(results, line) > 0 ? 1 : 0;
    }
    LAB_ASSERT("work-missing", there == expected.size())
        << "expected the results of " << expected.size() << " lines, got those of " << there;
    LAB_ASSERT("wrong-result", results.size() == expected.size())
        << "expected " << expected.size() << " results, got " << results.size();
    LAB_EXPECT("wrong-order", results == expected)
        << "expected the results in the order of the lines, got them in another";
}

TEST(Pipeline, HundredLines) {
    const auto lines = numbered_lines(100);
    expect_capitals(lines, pipeline(lines, 4, 3, upper));
}

TEST(Pipeline, WhicheverEndsFirst) {
    const int before = lab::live_threads();
    const auto lines = numbered_lines(4);
    expect_capitals(lines, pipeline(lines, 2, 2, upper));
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(before))
        << "expected no thread to be left after pipeline, got " << lab::live_threads() - before;
}

TEST(Pipeline, TwelveLinesInFourSeconds) {
    const auto lines = numbered_lines(12);
    lab::PeakMeter meter;
    const Stopwatch stopwatch;
    const auto results = pipeline(lines, 2, 3, [&](const std::string& line) {
        const auto inside = meter.entry();
        std::this_thread::sleep_for(1s);
        return upper(line);
    });
    const double seconds = stopwatch.seconds();
    expect_capitals(lines, results);
    LAB_EXPECT("work-missing", meter.entries() >= 12)
        << "expected a call of transform for each of 12 lines, got " << meter.entries();
    LAB_EXPECT("work-repeated", meter.entries() <= 12)
        << "expected one call of transform for each of 12 lines, got " << meter.entries();
    LAB_EXPECT("over-parallel", meter.peak() <= 3)
        << "expected at most 3 calls of transform at the same time, got " << meter.peak();
    constexpr double hardly_overlapped = 8;
    const std::string happened = two_decimals(seconds) + " s, with up to " +
                                 std::to_string(meter.peak()) + " calls at the same time";
    LAB_EXPECT("not-overlapped", seconds < hardly_overlapped)
        << "expected 12 lines of 1 s to take 3 transformers 4 s, got " << happened;
    LAB_EXPECT("too-slow", seconds <= 4 || seconds >= hardly_overlapped)
        << "expected 12 lines of 1 s to take 3 transformers 4 s, got " << happened;
    lab::record("lines", 12);
    lab::record("seconds", seconds);
}

TEST(Pipeline, RaceFree) {
    const auto lines = numbered_lines(3);
    pipeline(lines, 1, 2, upper);
}

} // namespace
