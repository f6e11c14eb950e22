// The hidden checks of practical 5. Each follows from a sentence under "Contracts" in README.md.
#include "queues.hpp"

#include <lab/check.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace lab::queues;
using lab::text;
using namespace std::chrono_literals;
using State = lab::Call::State;

// Too long for a short string's own storage.
std::string long_text(int id) {
    return "an item with a text that is long enough to live on the heap, number " +
           std::to_string(id);
}

Item made(int id) {
    return {id, long_text(id)};
}

void put_all(TaskQueue& queue, const std::vector<int>& ids) {
    for (const int id : ids) {
        queue.put(made(id));
    }
}

void expect_no_thread_left(int before, const std::string& call) {
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(before))
        << "expected no thread to be left after " << call << ", got "
        << lab::live_threads() - before;
}

// How a call that waits at the queue ended.
enum class Ending { waiting, returned, refused };

long milliseconds_since(std::chrono::steady_clock::time_point start) {
    return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                 std::chrono::steady_clock::now() - start)
                                 .count());
}

// ---- Task 1 ----

TEST(FifoMore, ItemsStayWhole) {
    TaskQueue queue(3);
    const auto expect_whole = [](const std::optional<Item>& item, int id) {
        LAB_ASSERT("work-missing", item.has_value())
            << "expected item " << id << ", got none from a queue that is not empty";
        LAB_EXPECT("wrong-order", item->id == id)
            << "expected item " << id << " first, got item " << item->id;
        LAB_EXPECT("wrong-result", item->text == long_text(item->id))
            << "expected an item's text to come out as it went in, it did not";
    };
    const bool was_put = queue.try_put(made(1));
    LAB_EXPECT("work-missing", was_put)
        << "expected try_put to put into an empty queue, it did not";
    put_all(queue, {2, 3});
    expect_whole(queue.try_get(), 1);
    expect_whole(queue.get_for(0ms), 2);
    put_all(queue, {0, -1});
    expect_whole(queue.get(), 3);
    expect_whole(queue.get(), 0);
    expect_whole(queue.get_for(1h), -1);
    LAB_EXPECT("wrong-result", !queue.try_get().has_value())
        << "expected try_get to take nothing from an empty queue, it took something";
    LAB_EXPECT("wrong-result", !queue.get_for(0ms).has_value())
        << "expected get_for(0 ms) to take nothing from an empty queue, it took something";
}

TEST(FifoMore, ThreeWaitingGetters) {
    TaskQueue queue;
    std::array<std::atomic<int>, 3> got{};
    {
        std::vector<std::unique_ptr<lab::Call>> getters;
        for (auto& mine : got) {
            getters.push_back(std::make_unique<lab::Call>([&] { mine = queue.get().id; }));
        }
        for (const auto& getter : getters) {
            LAB_EXPECT("early-return", getter->settle() != State::returned)
                << "expected three get() to wait while the queue is empty, one returned";
        }
        put_all(queue, {1, 2, 3});
    }
    std::vector<int> ids(got.begin(), got.end());
    std::ranges::sort(ids);
    LAB_EXPECT("wrong-result", (ids == std::vector<int>{1, 2, 3}))
        << "expected three waiting get() to take the items 1 2 3, they took " << text(ids);
}

TEST(FifoMore, EachProducersOrder) {
    constexpr int producers = 4;
    constexpr int each = 2;
    TaskQueue queue(2);
    std::vector<int> ids;
    {
        std::vector<std::unique_ptr<lab::Call>> calls;
        for (int producer = 0; producer < producers; ++producer) {
            calls.push_back(std::make_unique<lab::Call>([&queue, producer] {
                for (int i = 0; i < each; ++i) {
                    queue.put(made(10 * producer + i));
                }
            }));
        }
        for (int i = 0; i < producers * each; ++i) {
            ids.push_back(queue.get().id);
        }
    }
    LAB_EXPECT("work-missing", std::set<int>(ids.begin(), ids.end()).size() == ids.size())
        << "expected each item of 4 producers once, one came twice and another not at all";
    for (int producer = 0; producer < producers; ++producer) {
        const auto first = std::ranges::find(ids, 10 * producer);
        const auto second = std::ranges::find(ids, 10 * producer + 1);
        LAB_EXPECT("wrong-order", first <= second)
            << "expected the items of each producer in the order of its puts, got another";
    }
}

struct MoveFailed : std::runtime_error {
    MoveFailed() : std::runtime_error("an item could not be moved") {}
};

// Makes one move of an item fail.
class FailingMove {
public:
    FailingMove() = default;
    FailingMove(const FailingMove&) = delete;
    FailingMove& operator=(const FailingMove&) = delete;

    Item item(int id) {
        Item item = made(id);
        item.before_moves(&hook_);
        return item;
    }
    // Counted from now, `others` moves succeed, and the next one fails.
    void fail_after(int others) { others_ = others; }

private:
    void before_move() {
        if (others_ >= 0 && others_-- == 0) {
            throw MoveFailed();
        }
    }

    int others_ = -1; // none fails
    const std::function<void()> hook_ = [this] { before_move(); };
};

using Take = std::function<int(TaskQueue&)>; // takes an item and tells its id

void expect_stays(const Take& take, const std::string& how) {
    FailingMove failing;
    TaskQueue queue;
    queue.put(failing.item(1));
    put_all(queue, {2});
    failing.fail_after(0);
    LAB_EXPECT("exception-lost", lab::throws<MoveFailed>([&] { take(queue); }))
        << "expected " << how << " to throw what moving the item threw, it did not";
    LAB_ASSERT("work-missing", queue.size() == 2)
        << "expected both items to be in the queue after moving one out failed, got "
        << queue.size();
    const int first = take(queue);
    LAB_EXPECT("work-missing", first == 1)
        << "expected the item that could not be moved out to be taken next, got another";
    const int second = take(queue);
    LAB_EXPECT("wrong-order", second == 2) << "expected item 2 in the end, got " << second;
    queue.task_done();
    queue.task_done();
    LAB_EXPECT("wrong-result", lab::throws<std::logic_error>([&] { queue.task_done(); }))
        << "expected a get that threw not to count as taken, it does";
}

// The caller's own move, into the parameter, succeeds; the first one after that fails.
void expect_kept_out(const std::function<void(TaskQueue&, Item&)>& put, const std::string& how) {
    FailingMove failing;
    TaskQueue queue(1);
    Item item = failing.item(1);
    failing.fail_after(1);
    LAB_EXPECT("exception-lost", lab::throws<MoveFailed>([&] { put(queue, item); }))
        << "expected " << how << " to throw what moving the item threw, it did not";
    LAB_ASSERT("wrong-result", queue.empty())
        << "expected the queue to be as it was after a " << how << " that threw, it is not";
    lab::Call join([&] { queue.join(); });
    LAB_EXPECT("missing-notify", join.settle() == State::returned)
        << "expected join() not to wait for an item that was never put, it waits";
    LAB_EXPECT("wrong-result", queue.try_put(made(2)))
        << "expected a place to be free still after a " << how << " that threw, there is none";
}

TEST(FifoMore, MoveThatThrows) {
    const auto id_of = [](const std::optional<Item>& item) { return item ? item->id : -1; };
    expect_stays([](TaskQueue& queue) { return queue.get().id; }, "get()");
    expect_stays([&](TaskQueue& queue) { return id_of(queue.try_get()); }, "try_get()");
    expect_stays([&](TaskQueue& queue) { return id_of(queue.get_for(1h)); }, "get_for()");
    expect_kept_out([](TaskQueue& queue, Item& item) { queue.put(std::move(item)); }, "put()");
    expect_kept_out([](TaskQueue& queue, Item& item) { queue.try_put(std::move(item)); },
                    "try_put()");
}

TEST(FifoMore, GetForAndAnItemThatIsGone) {
    TaskQueue queue;
    bool stolen = false;
    lab::Call thief([&] {
        std::this_thread::sleep_for(40ms);
        queue.put(made(1));
        stolen = queue.try_get().has_value();
    });
    const auto start = std::chrono::steady_clock::now();
    const auto item = queue.get_for(50ms);
    const long waited = milliseconds_since(start);
    thief.join();
    LAB_ASSERT("work-missing", stolen != item.has_value())
        << "expected the one item to be taken once, by try_get or by get_for";
    const long expected = stolen ? 50 : 40;
    // some of the library's timed waits look again only after half as long as they have waited
    LAB_EXPECT("wrong-deadline", waited >= expected && waited <= expected + 25)
        << "expected get_for(50 ms) to wait " << expected << " ms "
        << (stolen ? "where another took the item after 40 ms" : "for the item") << ", it waited "
        << waited << " ms";
}

// A notify and the limit of a get_for come at the same moment: whoever is not served goes on.
TEST(FifoMore, GetForThatEndsAsAnItemComes) {
    TaskQueue queue;
    lab::Call other([&] { queue.get(); });
    other.settle();
    bool taken = false;
    lab::Call timed([&] { taken = queue.get_for(50ms).has_value(); });
    std::this_thread::sleep_for(50ms);
    queue.put(made(1));
    timed.join();
    if (taken) {
        queue.put(made(2));
    }
    other.join(); // hangs where get_for has used up the notify and left the item
    LAB_EXPECT("work-missing", queue.empty())
        << "expected the item to be taken by get_for() or by the get() that waits, it is still "
           "there";
}

// ---- Task 2 ----

TEST(BoundMore, NeverMoreThanTheCapacity) {
    constexpr std::size_t capacity = 2;
    constexpr int producers = 4;
    TaskQueue queue(capacity);
    std::size_t peak = 0;
    const auto look = [&] { peak = std::max(peak, queue.size()); };
    std::set<int> ids;
    {
        std::vector<std::unique_ptr<lab::Call>> calls;
        for (int producer = 0; producer < producers; ++producer) {
            calls.push_back(std::make_unique<lab::Call>([&queue, producer] {
                queue.put(made(producer));
                queue.put(made(producer + producers));
            }));
        }
        for (int i = 0; i < 2 * producers; ++i) {
            look();
            ids.insert(queue.get().id);
        }
        look();
    }
    LAB_EXPECT("bound-ignored", peak <= capacity)
        << "expected at most 2 items in a queue with a capacity of 2, got " << peak;
    LAB_EXPECT("work-missing", ids.size() == 2 * producers)
        << "expected each of 8 items to be taken once, got " << ids.size() << " different ones";
}

TEST(BoundMore, ThreeProducersThreeConsumers) {
    constexpr std::size_t each = 3;
    TaskQueue queue(1);
    std::array<std::atomic<int>, each> got{};
    {
        std::vector<std::unique_ptr<lab::Call>> calls;
        for (std::size_t i = 0; i < each; ++i) {
            calls.push_back(
                std::make_unique<lab::Call>([&queue, &mine = got[i]] { mine = queue.get().id; }));
        }
        for (std::size_t i = 0; i < each; ++i) {
            calls.push_back(std::make_unique<lab::Call>(
                [&queue, i] { queue.put(made(static_cast<int>(i) + 1)); }));
        }
    }
    std::vector<int> ids(got.begin(), got.end());
    std::ranges::sort(ids);
    LAB_EXPECT("work-missing", (ids == std::vector<int>{1, 2, 3}))
        << "expected three consumers to take the items 1 2 3 of three producers, they took "
        << text(ids);
}

TEST(BoundMore, TryPutWaitsForNothing) {
    TaskQueue queue(1);
    bool first = false;
    bool second = false;
    {
        lab::Call one([&] { first = queue.try_put(made(1)); });
        lab::Call another([&] { second = queue.try_put(made(2)); });
        LAB_EXPECT("blocked-caller",
                   one.settle() == State::returned && another.settle() == State::returned)
            << "expected try_put to return at once, it waits";
        if (!one.returned() || !another.returned()) {
            queue.close();
        }
    }
    LAB_EXPECT("check-then-act", !(first && second))
        << "expected one of two try_put at the same time to find the one place free, both did";
    LAB_EXPECT("wrong-result", first || second)
        << "expected one of two try_put at the same time to find the one place free, none did";
    LAB_EXPECT("bound-ignored", queue.size() == 1)
        << "expected one item in a queue with a capacity of 1, got " << queue.size();
    LAB_EXPECT("bound-ignored", !queue.try_put(made(3)))
        << "expected try_put to be false while the queue is full, got true";
    const auto item = queue.try_get();
    LAB_ASSERT("work-missing", item.has_value()) << "expected the item that was put, got none";
    LAB_EXPECT("wrong-result", item->id == (first ? 1 : 2))
        << "expected the item whose try_put was true, got another";
    LAB_EXPECT("wrong-result", !queue.try_get().has_value())
        << "expected the item whose try_put was false to be kept out, it is in the queue";
}

TEST(BoundMore, OneItemForTwoTakers) {
    TaskQueue queue;
    queue.put(made(1));
    std::atomic<int> taken{0};
    std::atomic<int> failed{0};
    const auto take = [&] {
        try {
            taken += queue.try_get().has_value() ? 1 : 0;
        } catch (...) {
            ++failed;
        }
    };
    {
        lab::Call one(take);
        lab::Call another(take);
    }
    if (taken > 1) {
        queue.put(made(2)); // in place of what was not there, for containers that count
    }
    LAB_EXPECT("check-then-act", taken <= 1 && failed == 0)
        << "expected one of two try_get at the same time to take the one item, both found it there";
    LAB_EXPECT("work-missing", taken >= 1)
        << "expected one of two try_get at the same time to take the one item, none did";
}

// A call that waits at a queue with one place goes on after `change`; if nobody tells it, it hangs.
void expect_goes_on(int items, const std::function<void(TaskQueue&)>& waiting,
                    const std::function<void(TaskQueue&)>& change, const std::string& names) {
    TaskQueue queue(1);
    for (int id = 1; id <= items; ++id) {
        queue.put(made(id));
    }
    lab::Call call([&] { waiting(queue); });
    LAB_EXPECT("early-return", call.settle() != State::returned)
        << "expected " << names << " to wait, it returned";
    change(queue);
    call.join();
}

TEST(BoundMore, OtherWaysWakeToo) {
    const auto put = [](TaskQueue& queue) { queue.put(made(2)); };
    expect_goes_on(1, put, [](TaskQueue& queue) { queue.try_get(); }, "put() on a full queue");
    expect_goes_on(1, put, [](TaskQueue& queue) { queue.get_for(1h); }, "put() on a full queue");
    expect_goes_on(
        0, [](TaskQueue& queue) { queue.get(); }, [](TaskQueue& queue) { queue.try_put(made(1)); },
        "get() on an empty queue");
}

// ---- Task 3 ----

TEST(JoinMore, LastItemInSomebodysHand) {
    TaskQueue queue;
    put_all(queue, {1, 2});
    lab::Gate gate;
    std::atomic<bool> done{false};
    lab::Call worker([&] {
        queue.get();
        queue.task_done();
        queue.get();
        gate.pass();
        done = true;
        queue.task_done();
    });
    gate.wait_for_arrivals(1);
    bool done_at_return = false;
    lab::Call joiner([&] {
        queue.join();
        done_at_return = done;
    });
    const State state = joiner.settle();
    LAB_EXPECT("early-return", state != State::returned)
        << "expected join() to wait while the last item is being worked on, it returned";
    LAB_EXPECT("wrong-result", queue.empty())
        << "expected the queue to be empty while the last item is being worked on, it is not";
    gate.open();
    joiner.join();
    LAB_EXPECT("early-return", done_at_return)
        << "expected join() to return after the last task_done(), it returned before";
    worker.join();
}

TEST(JoinMore, TooManyCalls) {
    TaskQueue queue;
    LAB_EXPECT("api-contract", lab::throws<std::logic_error>([&] { queue.task_done(); }))
        << "expected task_done() of a queue from which nothing was taken to throw "
           "std::logic_error, it did not";
    put_all(queue, {1, 2});
    LAB_EXPECT("api-contract", lab::throws<std::logic_error>([&] { queue.task_done(); }))
        << "expected task_done() to throw std::logic_error where two items are in the queue and "
           "none was taken, it did not";
    queue.get();
    queue.get();
    queue.task_done();
    queue.task_done();
    LAB_EXPECT("api-contract", lab::throws<std::logic_error>([&] { queue.task_done(); }))
        << "expected a third task_done() after two items to throw std::logic_error, it did not";
    put_all(queue, {3});
    queue.get();
    lab::Call joiner([&] { queue.join(); });
    LAB_EXPECT("early-return", joiner.settle() != State::returned)
        << "expected a task_done() that threw to change nothing, join() returned too early";
    queue.task_done();
    joiner.join();
}

TEST(JoinMore, PutWhileSomebodyJoins) {
    TaskQueue queue;
    put_all(queue, {1});
    lab::Call joiner([&] { queue.join(); });
    joiner.settle();
    put_all(queue, {2});
    queue.close(); // which is no end of the work
    queue.get();
    queue.task_done();
    LAB_EXPECT("early-return", joiner.settle() != State::returned)
        << "expected join() to wait for an item that was put meanwhile, too, it returned";
    queue.get();
    queue.task_done();
    joiner.join();
}

TEST(JoinMore, TwoJoiners) {
    TaskQueue queue;
    put_all(queue, {1});
    lab::Call one([&] { queue.join(); });
    lab::Call another([&] { queue.join(); });
    one.settle();
    another.settle();
    queue.get();
    LAB_EXPECT("early-return", !one.returned() && !another.returned())
        << "expected two join() to wait for the task_done() of the item, one returned before";
    queue.task_done();
    one.join();
    another.join();
}

// ---- Task 4 ----

TEST(WorkersMore, ItemsBeforeCloseAreHandled) {
    TaskQueue queue;
    const std::vector<int> ids{3, 0, -1, 2, 1};
    for (const int id : ids) {
        queue.put(Item(id, id > 1 ? "text" : ""));
    }
    queue.close();
    std::mutex mutex;
    std::vector<int> processed;
    const auto handled = run_workers(queue, 2, [&](const Item& item) {
        const std::scoped_lock lock(mutex);
        processed.push_back(item.id);
    });
    std::ranges::sort(processed);
    LAB_EXPECT("work-missing", processed.size() >= ids.size())
        << "expected the 5 items that were put before close() to be processed, got "
        << processed.size();
    LAB_EXPECT("work-repeated", processed.size() <= ids.size())
        << "expected each of 5 items to be processed once, got " << processed.size() << " calls";
    LAB_EXPECT("wrong-result",
               processed.size() != ids.size() || (processed == std::vector<int>{-1, 0, 1, 2, 3}))
        << "expected the items -1 0 1 2 3 to be processed, got others";
    LAB_EXPECT("wrong-result", handled.size() == processed.size())
        << "expected run_workers to report each item that was processed, it reports "
        << handled.size();
}

// Holds where a call that waits at a queue is refused when the queue is closed.
void expect_refused(TaskQueue& queue, const std::function<void()>& function,
                    const std::string& name) {
    std::atomic<Ending> ending{Ending::waiting};
    lab::Call call([&] {
        try {
            function();
            ending = Ending::returned;
        } catch (const QueueClosed&) {
            ending = Ending::refused;
        }
    });
    LAB_EXPECT("early-return", call.settle() != State::returned)
        << "expected " << name << " to wait before the queue is closed, it returned";
    queue.close();
    call.join();
    LAB_EXPECT("close-ignored", ending == Ending::refused)
        << "expected " << name
        << " that waits to throw QueueClosed when the queue is closed, it "
           "did not";
}

TEST(WorkersMore, CloseWakesProducers) {
    TaskQueue queue(1);
    queue.put(made(1));
    expect_refused(queue, [&] { queue.put(made(2)); }, "a put()");
    LAB_ASSERT("close-ignored", queue.size() <= 1)
        << "expected an item that was refused to be kept out, got " << queue.size()
        << " in the queue";
    LAB_ASSERT("work-missing", queue.size() == 1)
        << "expected the item that was put before close() to stay in the queue, it is gone";
}

TEST(WorkersMore, CloseWakesGetters) {
    TaskQueue queue;
    expect_refused(queue, [&] { queue.get(); }, "a get()");
}

TEST(WorkersMore, ClosedQueue) {
    TaskQueue queue;
    put_all(queue, {1, 2});
    queue.close();
    queue.close();
    LAB_EXPECT("close-ignored", lab::throws<QueueClosed>([&] { queue.put(made(3)); }))
        << "expected put() to throw QueueClosed once the queue is closed, it did not";
    LAB_EXPECT("close-ignored", !queue.try_put(made(3)))
        << "expected try_put() to be false once the queue is closed, got true";
    LAB_ASSERT("work-missing", queue.size() == 2)
        << "expected the items to stay in a queue that is closed, 2 in all, got " << queue.size();
    const auto first = queue.get_for(1h);
    LAB_ASSERT("work-missing", first.has_value() && first->id == 1)
        << "expected get_for() to take the first item of a closed queue, it did not";
    const auto second = queue.try_get();
    LAB_ASSERT("work-missing", second.has_value() && second->id == 2)
        << "expected try_get() to take the next item of a closed queue, it did not";
    std::atomic<int> refused{0};
    lab::Call getter([&] {
        for (int i = 0; i < 2; ++i) {
            refused += lab::throws<QueueClosed>([&] { queue.get(); }) ? 1 : 0;
        }
    });
    const State state = getter.settle();
    LAB_EXPECT("close-ignored", state == State::returned)
        << "expected get() to throw QueueClosed where the queue is closed and empty, it waits";
    if (state != State::returned) {
        return;
    }
    LAB_EXPECT("close-ignored", refused == 2)
        << "expected get() to throw QueueClosed where the queue is closed and empty, it did not";
    LAB_EXPECT("close-ignored", !queue.try_get().has_value())
        << "expected no item from a queue that is closed and empty, got one";
}

TEST(WorkersMore, GetForOnAClosedQueue) {
    TaskQueue queue;
    lab::Call closer([&] {
        std::this_thread::sleep_for(20ms);
        queue.close();
    });
    const auto start = std::chrono::steady_clock::now();
    const bool came = queue.get_for(1h).has_value();
    const long waited = milliseconds_since(start);
    closer.join();
    LAB_EXPECT("wrong-result", !came) << "expected no item from an empty queue, got one";
    LAB_ASSERT("close-ignored", waited < 1000)
        << "expected get_for(1 hour) to end when the queue is closed, after 20 ms, it did not";
    const bool later = queue.get_for(1h).has_value();
    LAB_EXPECT("close-ignored", !later && milliseconds_since(start) < 1000)
        << "expected get_for(1 hour) to return at once where the queue is closed and empty, it did "
           "not";
}

TEST(WorkersMore, ProcessThatThrows) {
    constexpr int many = 6;
    const int before = lab::live_threads();
    TaskQueue queue;
    std::atomic<int> calls{0};
    std::vector<Handled> handled;
    lab::Call workers([&] {
        handled = run_workers(queue, 2, [&](const Item& item) {
            ++calls;
            if (item.id == 2) {
                throw std::runtime_error("cannot be processed");
            }
            if (item.id == 3) {
                throw 404;
            }
            if (item.id == 4 || item.id == 5) { // one for each worker
                throw QueueClosed();            // of some other queue
            }
        });
    });
    put_all(queue, {1, 2, 3, 4, 5, 6});
    lab::Call joiner([&] { queue.join(); });
    const State state = joiner.settle();
    const int calls_before = calls;
    workers.settle(); // what is done only later is not missing
    const int calls_in_all = calls;
    LAB_EXPECT("early-return", calls_before >= many || calls_in_all < many)
        << "expected join() to return when all 6 items have been processed, it returned before: "
           "task_done() says that process has ended";
    LAB_EXPECT("work-missing", calls_in_all >= many)
        << "expected all 6 items to be processed though four of them throw, got " << calls_in_all;
    LAB_EXPECT("hang", state == State::returned || calls_in_all < many)
        << "expected join() to return though the processing of four items threw, it waits for "
           "their task_done()";
    if (state != State::returned) { // let join() end all the same
        while (queue.try_get()) {
            queue.task_done();
        }
        for (int i = 0; i < many; ++i) {
            lab::throws<std::logic_error>([&] { queue.task_done(); });
        }
    }
    queue.close();
    workers.join();
    joiner.join();
    std::vector<int> ids;
    std::ranges::transform(handled, std::back_inserter(ids), &Handled::id);
    std::ranges::sort(ids);
    LAB_EXPECT("wrong-result", (ids == std::vector<int>{1, 6}))
        << "expected run_workers to report the items 1 6, whose processing did not throw, got "
        << text(ids);
    expect_no_thread_left(before, "run_workers");
}

TEST(WorkersMore, NothingToDo) {
    const int before = lab::live_threads();
    TaskQueue queue;
    std::atomic<int> calls{0};
    std::atomic<std::size_t> reported{0};
    lab::Call workers(
        [&] { reported = run_workers(queue, 2, [&](const Item&) { ++calls; }).size(); });
    queue.close();
    queue.close();
    workers.join();
    LAB_EXPECT("wrong-result", calls == 0 && reported == 0)
        << "expected nothing to be processed where nothing was put, got " << calls << " calls";
    queue.join();
    expect_no_thread_left(before, "run_workers");
}

TEST(WorkersMore, QueueIsFreeMeanwhile) {
    TaskQueue queue;
    lab::Gate gate;
    lab::Call workers([&] { run_workers(queue, 1, [&](const Item&) { gate.pass(); }); });
    put_all(queue, {1});
    gate.wait_for_arrivals(1);
    lab::Call other([&] {
        put_all(queue, {2});
        queue.size();
    });
    const State state = other.settle();
    gate.open();
    LAB_EXPECT("over-serialised", state == State::returned)
        << "expected put() to go on while a worker processes an item, it had to wait for it";
    other.join();
    queue.close();
    workers.join();
}

// ---- Task 5 ----

std::string doubled(const std::string& line) {
    return line + line;
}

// Holds where every result is twice its line, and in its place.
void expect_doubled(const std::vector<std::string>& lines,
                    const std::vector<std::string>& results) {
    std::vector<std::string> expected;
    std::ranges::transform(lines, std::back_inserter(expected), doubled);
    const bool all_there = std::ranges::all_of(expected, [&](const std::string& line) {
        return std::ranges::count(results, line) >= std::ranges::count(expected, line);
    });
    LAB_ASSERT("work-missing", all_there)
        << "expected a result for each line, one or more are missing";
    LAB_ASSERT("wrong-result", results.size() == expected.size())
        << "expected " << expected.size() << " results, got " << results.size();
    LAB_EXPECT("wrong-order", results == expected)
        << "expected the results in the order of the lines, got them in another";
}

TEST(PipelineMore, FirstLineIsTheSlowest) {
    const std::vector<std::string> lines{"slow", "a", "b"};
    std::atomic<int> ended{0};
    lab::Gate others_done;
    const auto results = pipeline(lines, 2, 2, [&](const std::string& line) {
        if (line == "slow") {
            others_done.pass_or_give_up();
        } else if (++ended == 2) {
            others_done.open();
        }
        return doubled(line);
    });
    expect_doubled(lines, results);
}

TEST(PipelineMore, OnePlaceAndBlankLines) {
    const std::vector<std::string> lines{"", "-1", "", "0"};
    expect_doubled(lines, pipeline(lines, 1, 2, doubled));
    expect_doubled(lines, pipeline(lines, 0, 2, doubled)); // no limit
}

TEST(PipelineMore, NoLines) {
    const int before = lab::live_threads();
    std::atomic<int> calls{0};
    const auto results = pipeline({}, 2, 2, [&](const std::string& line) {
        ++calls;
        return line;
    });
    LAB_EXPECT("wrong-result", results.empty() && calls == 0)
        << "expected no results for no lines, got " << results.size() << " and " << calls
        << " calls of transform";
    expect_no_thread_left(before, "pipeline");
}

struct BadLine : std::runtime_error {
    BadLine() : std::runtime_error("a line that cannot be read") {}
};

void expect_thrown_on(const std::vector<std::string>& lines, std::size_t transformers) {
    const int before = lab::live_threads();
    bool arrived = false;
    lab::Call call([&] {
        arrived = lab::throws<BadLine>([&] {
            pipeline(lines, 1, transformers, [](const std::string& line) {
                if (line == "bad") {
                    throw BadLine();
                }
                return doubled(line);
            });
        });
    });
    const State state = call.settle();
    LAB_ASSERT("hang", state == State::returned)
        << "expected pipeline to throw what transform threw, it waits for ever";
    call.join();
    LAB_EXPECT("exception-lost", arrived)
        << "expected pipeline to throw what transform threw, it did not";
    expect_no_thread_left(before, "pipeline");
}

TEST(PipelineMore, TransformThrows) {
    expect_thrown_on({"a", "bad", "b", "c", "bad"}, 2);
    expect_thrown_on({"bad", "a", "b", "c", "d"}, 1); // nobody else takes what comes after it
}

TEST(PipelineMore, FewLinesUnderWay) {
    constexpr std::size_t count = 14;
    constexpr int capacity = 2;
    constexpr int transformers = 2;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < count; ++i) {
        lines.push_back(std::to_string(i));
    }
    const int before = Item::living();
    lab::Gate gate;
    lab::Call call([&] {
        pipeline(lines, capacity, transformers, [&](const std::string& line) {
            gate.pass();
            return line;
        });
    });
    gate.wait_for_arrivals(transformers);
    call.settle();
    const int under_way = Item::living() - before;
    gate.open();
    call.join();
    constexpr int most = 2 * capacity + transformers + 2;
    LAB_EXPECT("bound-ignored", under_way <= most)
        << "expected at most " << most << " lines under way with two queues of 2, two transformers "
        << "and two other stages, got " << under_way;
    LAB_EXPECT("over-serialised", gate.arrived() >= transformers)
        << "expected two transformers at work at the same time, got " << gate.arrived();
}

} // namespace
