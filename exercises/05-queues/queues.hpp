// Practical 5, queues: the interface. It is given; write your answer in queues.cpp.
// What each function promises is in README.md, under "Contracts".
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// For your answer: what nearly every one needs.
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace lab::queues {

// What goes through a queue. An item can be moved, not copied; one that has been moved from is
// blank. Moving may throw, as it may for any class of your own; then the item is where it was.
// (Visible, so that the checks and your code count the living items in one variable.)
class [[gnu::visibility("default")]] Item {
public:
    Item() = default; // blank
    Item(int number, std::string words) : id(number), text(std::move(words)), blank_(false) {
        in_use().fetch_add(1, std::memory_order_relaxed);
    }
    Item(Item&& other) { take(other); }
    Item& operator=(Item&& other) {
        if (this != &other) {
            take(other);
        }
        return *this;
    }
    Item(const Item&) = delete;
    Item& operator=(const Item&) = delete;
    ~Item() { clear(); }

    int id = 0;
    std::string text{};

    // For the checks: what is called before each move of this item. It may throw.
    void before_moves(const std::function<void()>* hook) { hook_ = hook; }
    // For the checks: how many items there are that are not blank.
    static int living() { return in_use().load(std::memory_order_relaxed); }

private:
    static std::atomic<int>& in_use() {
        static std::atomic<int> count{0};
        return count;
    }

    void take(Item& other) {
        if (other.hook_ != nullptr) {
            (*other.hook_)();
        }
        clear();
        id = std::exchange(other.id, 0);
        text = std::exchange(other.text, std::string());
        blank_ = std::exchange(other.blank_, true);
        hook_ = std::exchange(other.hook_, nullptr);
    }

    void clear() {
        if (!blank_) {
            in_use().fetch_sub(1, std::memory_order_relaxed);
        }
        blank_ = true;
    }

    bool blank_ = true;
    const std::function<void()>* hook_ = nullptr;
};

class QueueClosed : public std::runtime_error {
public:
    QueueClosed() : std::runtime_error("the queue is closed") {}
};

// Tasks 1 to 4. First in, first out, for any number of threads at the same time.
class TaskQueue {
public:
    // Takes up to `capacity` items; 0 means no limit.
    explicit TaskQueue(std::size_t capacity = 0);
    ~TaskQueue();
    TaskQueue(const TaskQueue&) = delete;
    TaskQueue& operator=(const TaskQueue&) = delete;

    // Task 2. Waits while the queue is full. Closed: QueueClosed.
    void put(Item item);
    // Waits for nothing: false where the item could not be put at once.
    bool try_put(Item item);

    // Task 1. Waits while the queue is empty. Closed and empty: QueueClosed.
    Item get();
    // Waits for nothing: no item where none could be taken at once.
    std::optional<Item> try_get();
    // Waits while the queue is empty, but no longer than `limit`: then no item. Closed and empty:
    // no item, at once.
    std::optional<Item> get_for(std::chrono::milliseconds limit);

    // Task 3. Says that an item that was taken has been dealt with. More calls than items were
    // taken: std::logic_error.
    void task_done();
    // Waits until every item that was put has been dealt with.
    void join();

    // Task 4. Nothing more may be put; what is there may still be taken. Wakes whoever waits in
    // put, get or get_for and has nothing to wait for any more.
    void close();

    std::size_t size() const;
    bool empty() const;

private:
    struct Impl; // yours, in queues.cpp
    std::unique_ptr<Impl> impl_;
};

struct Handled {
    std::size_t worker; // which of the workers: 0, 1, ..., workers - 1
    int id;             // of the item
};

using Process = std::function<void(const Item&)>;

// Task 4. `workers` threads take items from the queue and call process with each, until the queue
// is closed and empty. Returns then: one Handled for each item whose process returned.
std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process);

using Transform = std::function<std::string(const std::string&)>;

// Task 5. Three stages that work at the same time, with a queue of `capacity` items between each
// two: one thread reads the lines, `transformers` threads call transform, one collects the results.
// Result i belongs to lines[i]. If transform throws, so does pipeline.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform);

} // namespace lab::queues
