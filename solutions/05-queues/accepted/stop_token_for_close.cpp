// Closing is a request to stop, which ends the waits of condition_variable_any.
#include "queues.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace lab::queues {

struct TaskQueue::Impl {
    std::size_t capacity;
    std::stop_source source{};
    std::mutex mutex{};
    std::condition_variable_any item_came{};
    std::condition_variable_any place_came{};
    std::condition_variable_any done{};
    std::deque<std::unique_ptr<Item>> items{};
    std::size_t taken = 0;

    bool closed() const { return source.stop_requested(); }
    bool has_item() const { return !items.empty(); }
    bool has_place() const { return capacity == 0 || items.size() < capacity; }

    void add(std::unique_ptr<Item>& item) {
        items.push_back(std::move(item));
        item_came.notify_one();
    }

    void removed() {
        items.pop_front();
        ++taken;
        place_came.notify_one();
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(new Impl{capacity}) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    auto holder = std::make_unique<Item>(std::move(item));
    std::unique_lock lock(impl_->mutex);
    impl_->place_came.wait(lock, impl_->source.get_token(), [this] { return impl_->has_place(); });
    if (impl_->closed()) {
        throw QueueClosed();
    }
    impl_->add(holder);
}

bool TaskQueue::try_put(Item item) {
    auto holder = std::make_unique<Item>(std::move(item));
    const std::unique_lock lock(impl_->mutex);
    if (impl_->closed() || !impl_->has_place()) {
        return false;
    }
    impl_->add(holder);
    return true;
}

Item TaskQueue::get() {
    std::unique_lock lock(impl_->mutex);
    if (!impl_->item_came.wait(lock, impl_->source.get_token(),
                               [this] { return impl_->has_item(); })) {
        throw QueueClosed();
    }
    Item item = std::move(*impl_->items.front());
    impl_->removed();
    return item;
}

std::optional<Item> TaskQueue::try_get() {
    const std::unique_lock lock(impl_->mutex);
    std::optional<Item> item;
    if (impl_->has_item()) {
        item = std::move(*impl_->items.front());
        impl_->removed();
    }
    return item;
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    std::unique_lock lock(impl_->mutex);
    std::optional<Item> item;
    if (impl_->item_came.wait_for(lock, impl_->source.get_token(), limit,
                                  [this] { return impl_->has_item(); })) {
        item.emplace(std::move(*impl_->items.front()));
        impl_->removed();
    }
    return item;
}

void TaskQueue::task_done() {
    const std::unique_lock lock(impl_->mutex);
    if (impl_->taken == 0) {
        throw std::logic_error("task_done() called too often");
    }
    --impl_->taken;
    impl_->done.notify_all();
}

void TaskQueue::join() {
    std::unique_lock lock(impl_->mutex);
    impl_->done.wait(lock, [this] { return impl_->taken == 0 && !impl_->has_item(); });
}

void TaskQueue::close() {
    impl_->source.request_stop();
}

std::size_t TaskQueue::size() const {
    const std::unique_lock lock(impl_->mutex);
    return impl_->items.size();
}

bool TaskQueue::empty() const {
    const std::unique_lock lock(impl_->mutex);
    return impl_->items.empty();
}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::vector<Handled> handled;
    std::mutex mutex;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers; ++i) {
        threads.emplace_back([&, i] {
            for (bool open = true; open;) {
                std::optional<Item> item;
                try {
                    item.emplace(queue.get());
                } catch (const QueueClosed&) {
                    open = false;
                    continue;
                }
                try {
                    process(*item);
                    const std::scoped_lock lock(mutex);
                    handled.emplace_back(Handled{i, item->id});
                } catch (...) {
                }
                queue.task_done();
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return handled;
}

// Task three's own tools say when a stage is through: its queue's join().
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity);
    TaskQueue ready(capacity);
    std::vector<std::string> results(lines.size());
    std::mutex mutex;
    std::exception_ptr failure; // guarded by mutex
    std::jthread reader([&] {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            raw.put(Item(static_cast<int>(i), lines[i]));
        }
        raw.close();
    });
    std::jthread collector([&] {
        run_workers(ready, 1, [&](const Item& item) {
            results[static_cast<std::size_t>(item.id)] = item.text;
        });
    });
    run_workers(raw, transformers, [&](const Item& item) {
        try {
            ready.put(Item(item.id, transform(item.text)));
        } catch (...) {
            const std::scoped_lock lock(mutex);
            failure = std::current_exception();
        }
    });
    ready.join();
    ready.close();
    reader.join();
    collector.join();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return results;
}

} // namespace lab::queues
