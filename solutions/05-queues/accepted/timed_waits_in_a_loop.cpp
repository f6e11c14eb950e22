// What blocks is made of what waits for a time: an hour, and again if that was
// not enough.
#include "queues.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

namespace lab::queues {

using namespace std::chrono_literals;

struct TaskQueue::Impl {
    const std::size_t capacity;
    std::recursive_mutex mutex{};
    std::condition_variable_any changed{};
    std::deque<Item> items{};
    std::size_t open = 0;
    bool closed = false;
};

TaskQueue::TaskQueue(std::size_t capacity)
    : impl_(new Impl{capacity != 0 ? capacity : std::numeric_limits<std::size_t>::max()}) {}

TaskQueue::~TaskQueue() = default;

bool TaskQueue::try_put(Item item) {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->closed || size() == impl_->capacity) {
        return false;
    }
    impl_->items.push_back(std::move(item));
    ++impl_->open;
    impl_->changed.notify_all();
    return true;
}

void TaskQueue::put(Item item) {
    std::unique_lock lock(impl_->mutex);
    while (!impl_->changed.wait_for(lock, 1h,
                                    [this] { return impl_->closed || size() < impl_->capacity; })) {
    }
    if (!try_put(std::move(item))) {
        throw QueueClosed();
    }
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    std::unique_lock lock(impl_->mutex);
    if (!impl_->changed.wait_for(lock, limit, [this] { return impl_->closed || !empty(); }) ||
        empty()) {
        return std::nullopt;
    }
    std::optional<Item> item(std::move(impl_->items.front()));
    impl_->items.pop_front();
    impl_->changed.notify_all();
    return item;
}

std::optional<Item> TaskQueue::try_get() {
    return get_for(0ms);
}

Item TaskQueue::get() {
    for (;;) {
        if (std::optional<Item> item = get_for(1h)) {
            return std::move(*item);
        }
        const std::lock_guard lock(impl_->mutex);
        if (impl_->closed && empty()) {
            throw QueueClosed();
        }
    }
}

void TaskQueue::task_done() {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->open == size()) {
        throw std::logic_error("nothing to be done with");
    }
    --impl_->open;
    impl_->changed.notify_all();
}

void TaskQueue::join() {
    std::unique_lock lock(impl_->mutex);
    while (!impl_->changed.wait_for(lock, 1h, [this] { return impl_->open == 0; })) {
    }
}

void TaskQueue::close() {
    const std::lock_guard lock(impl_->mutex);
    impl_->closed = true;
    impl_->changed.notify_all();
}

std::size_t TaskQueue::size() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->items.size();
}

bool TaskQueue::empty() const {
    return size() == 0;
}

namespace {

// Calls `function` with each item until the queue is closed and empty.
template <typename Function>
void drain(TaskQueue& queue, const Function& function) {
    for (;;) {
        std::optional<Item> item;
        try {
            item = queue.get();
        } catch (const QueueClosed&) {
            return;
        }
        function(*item);
        queue.task_done();
    }
}

} // namespace

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::vector<Handled> handled;
    std::timed_mutex mutex;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers; ++i) {
        threads.emplace_back([&, i] {
            drain(queue, [&](const Item& item) {
                try {
                    process(item);
                } catch (...) {
                    return;
                }
                const std::lock_guard lock(mutex);
                handled.push_back({i, item.id});
            });
        });
    }
    threads.clear();
    return handled;
}

std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity);
    TaskQueue ready(capacity);
    std::once_flag first;
    std::exception_ptr failure;
    std::vector<std::string> results(lines.size());
    std::jthread collector([&] {
        drain(ready, [&](Item& item) {
            results[static_cast<std::size_t>(item.id)] = std::move(item.text);
        });
    });
    std::vector<std::jthread> middle;
    for (std::size_t i = 0; i < transformers; ++i) {
        middle.emplace_back([&] {
            drain(raw, [&](Item& item) {
                try {
                    ready.put(Item(item.id, transform(item.text)));
                } catch (...) {
                    std::call_once(first, [&] { failure = std::current_exception(); });
                }
            });
        });
    }
    int number = 0;
    for (const std::string& line : lines) {
        raw.put(Item(number, line));
        ++number;
    }
    raw.close();
    raw.join();
    ready.close();
    middle.clear();
    collector.join();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return results;
}

} // namespace lab::queues
