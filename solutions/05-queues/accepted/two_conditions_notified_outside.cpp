// Two condition variables, notified after the lock is given back; one queue for
// each transformer.
#include "queues.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>

namespace lab::queues {

struct TaskQueue::Impl {
    explicit Impl(std::size_t limit) : capacity(limit) {}

    const std::size_t capacity;
    std::mutex mutex;
    std::condition_variable items_come;
    std::condition_variable places_come;
    std::condition_variable all_done;
    std::queue<Item> items;
    std::size_t in_hands = 0;
    bool closed = false;

    bool full() const { return capacity > 0 && items.size() == capacity; }

    // The lock is held at the call and given back.
    template <typename T>
    T pop(std::unique_lock<std::mutex>& lock) {
        T item(std::move(items.front()));
        items.pop();
        ++in_hands;
        lock.unlock();
        places_come.notify_one();
        return item;
    }

    void push(std::unique_lock<std::mutex>& lock, Item& item) {
        items.push(std::move(item));
        lock.unlock();
        items_come.notify_one();
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(std::make_unique<Impl>(capacity)) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    std::unique_lock lock(impl_->mutex);
    while (impl_->full() && !impl_->closed) {
        impl_->places_come.wait(lock);
    }
    if (impl_->closed) {
        throw QueueClosed();
    }
    impl_->push(lock, item);
}

bool TaskQueue::try_put(Item item) {
    std::unique_lock lock(impl_->mutex);
    const bool possible = !impl_->closed && !impl_->full();
    if (possible) {
        impl_->push(lock, item);
    }
    return possible;
}

Item TaskQueue::get() {
    std::unique_lock lock(impl_->mutex);
    while (impl_->items.empty() && !impl_->closed) {
        impl_->items_come.wait(lock);
    }
    if (impl_->items.empty()) {
        throw QueueClosed();
    }
    return impl_->pop<Item>(lock);
}

std::optional<Item> TaskQueue::try_get() {
    std::unique_lock lock(impl_->mutex);
    if (impl_->items.empty()) {
        return std::nullopt;
    }
    return impl_->pop<std::optional<Item>>(lock);
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::system_clock::now() + limit;
    std::unique_lock lock(impl_->mutex);
    const bool ready = impl_->items_come.wait_until(
        lock, deadline, [this] { return impl_->closed || !impl_->items.empty(); });
    if (!ready || impl_->items.empty()) {
        return std::nullopt;
    }
    return impl_->pop<std::optional<Item>>(lock);
}

void TaskQueue::task_done() {
    std::unique_lock lock(impl_->mutex);
    if (impl_->in_hands == 0) {
        throw std::logic_error("task_done() without an item");
    }
    // notified under the lock: whoever joins may destroy the queue afterwards
    if (--impl_->in_hands == 0) {
        impl_->all_done.notify_all();
    }
}

void TaskQueue::join() {
    std::unique_lock lock(impl_->mutex);
    while (impl_->in_hands > 0 || !impl_->items.empty()) {
        impl_->all_done.wait(lock);
    }
}

void TaskQueue::close() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->closed = true;
    }
    impl_->items_come.notify_all();
    impl_->places_come.notify_all();
}

std::size_t TaskQueue::size() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->items.size();
}

bool TaskQueue::empty() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->items.empty();
}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::vector<std::vector<Handled>> lists(workers); // one for each worker
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < workers; ++i) {
            threads.emplace_back([&queue, &process, &list = lists[i], i] {
                struct Done {
                    TaskQueue& queue;
                    ~Done() { queue.task_done(); }
                };
                for (;;) {
                    try {
                        const Item item = queue.get();
                        const Done done{queue};
                        try {
                            process(item);
                        } catch (...) {
                            continue;
                        }
                        list.push_back({i, item.id});
                    } catch (const QueueClosed&) {
                        return;
                    }
                }
            });
        }
    }
    std::vector<Handled> handled;
    for (const auto& list : lists) {
        handled.insert(handled.end(), list.begin(), list.end());
    }
    return handled;
}

namespace {

struct Lane {
    explicit Lane(std::size_t capacity) : in(capacity), out(capacity) {}
    TaskQueue in;
    TaskQueue out;
    std::exception_ptr failure{};
};

} // namespace

// Line i goes through lane i % transformers, so that the results come out in
// order by themselves.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    std::vector<std::unique_ptr<Lane>> lanes;
    for (std::size_t i = 0; i < transformers; ++i) {
        lanes.push_back(std::make_unique<Lane>(capacity));
    }
    std::vector<std::jthread> threads;
    for (auto& lane : lanes) {
        threads.emplace_back([&transform, lane = lane.get()] {
            try {
                for (;;) {
                    Item item = lane->in.get();
                    try {
                        if (!lane->failure) {
                            item.text = transform(item.text);
                        }
                    } catch (...) {
                        lane->failure = std::current_exception();
                    }
                    lane->out.put(std::move(item));
                }
            } catch (const QueueClosed&) {
                lane->out.close();
            }
        });
    }
    threads.emplace_back([&] {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            lanes[i % transformers]->in.put(Item(static_cast<int>(i), lines[i]));
        }
        for (auto& lane : lanes) {
            lane->in.close();
        }
    });
    std::vector<std::string> results;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        results.push_back(std::move(lanes[i % transformers]->out.get().text));
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (auto& lane : lanes) {
        if (lane->failure) {
            std::rethrow_exception(lane->failure);
        }
    }
    return results;
}

} // namespace lab::queues
