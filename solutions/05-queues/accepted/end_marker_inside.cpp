// Closing puts an end marker behind the last item; whoever finds it leaves it
// there.
#include "queues.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

namespace lab::queues {

struct TaskQueue::Impl {
    std::size_t capacity;
    std::mutex mutex{};
    std::condition_variable changed{};
    std::deque<std::optional<Item>> items{}; // nothing: the end marker
    std::size_t not_done = 0;

    bool closed() const { return !items.empty() && !items.back().has_value(); }
    std::size_t count() const { return items.size() - (closed() ? 1 : 0); }
    bool full() const { return capacity != 0 && count() >= capacity; }

    void add(Item& item) {
        items.emplace_back(std::in_place, std::move(item));
        ++not_done;
        changed.notify_all();
    }

    template <typename T>
    T take() {
        T item(std::move(*items.front()));
        items.pop_front();
        changed.notify_all();
        return item;
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(new Impl{capacity}) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    std::unique_lock lock(impl_->mutex);
    impl_->changed.wait(lock, [this] { return impl_->closed() || !impl_->full(); });
    if (impl_->closed()) {
        throw QueueClosed();
    }
    impl_->add(item);
}

bool TaskQueue::try_put(Item item) {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->closed() || impl_->full()) {
        return false;
    }
    impl_->add(item);
    return true;
}

Item TaskQueue::get() {
    std::unique_lock lock(impl_->mutex);
    impl_->changed.wait(lock, [this] { return !impl_->items.empty(); });
    if (!impl_->items.front()) {
        throw QueueClosed();
    }
    return impl_->take<Item>();
}

std::optional<Item> TaskQueue::try_get() {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->items.empty() || !impl_->items.front()) {
        return std::nullopt;
    }
    return impl_->take<std::optional<Item>>();
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    std::unique_lock lock(impl_->mutex);
    impl_->changed.wait_for(lock, limit, [this] { return !impl_->items.empty(); });
    if (impl_->items.empty() || !impl_->items.front()) {
        return std::nullopt;
    }
    return impl_->take<std::optional<Item>>();
}

void TaskQueue::task_done() {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->not_done == impl_->count()) {
        throw std::logic_error("more done than taken");
    }
    --impl_->not_done;
    impl_->changed.notify_all();
}

void TaskQueue::join() {
    std::unique_lock lock(impl_->mutex);
    impl_->changed.wait(lock, [this] { return impl_->not_done == 0; });
}

void TaskQueue::close() {
    const std::lock_guard lock(impl_->mutex);
    if (!impl_->closed()) {
        impl_->items.emplace_back(std::nullopt);
        impl_->changed.notify_all();
    }
}

std::size_t TaskQueue::size() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->count();
}

bool TaskQueue::empty() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->count() == 0;
}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    TaskQueue reports; // a queue is a fine list for several threads
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < workers; ++i) {
            threads.emplace_back([&, worker = std::to_string(i)] {
                while (true) {
                    try {
                        const Item item = queue.get();
                        try {
                            process(item);
                            reports.put(Item(item.id, worker));
                        } catch (...) {
                        }
                        queue.task_done();
                    } catch (const QueueClosed&) {
                        return;
                    }
                }
            });
        }
    }
    std::vector<Handled> handled;
    while (const auto report = reports.try_get()) {
        handled.push_back({std::stoul(report->text), report->id});
    }
    return handled;
}

// Promises are kept in any order; the collecting stage waits for their futures
// in that of the lines.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    std::vector<std::promise<std::string>> promises(lines.size());
    TaskQueue raw(capacity);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < transformers; ++i) {
        threads.emplace_back([&] {
            try {
                while (true) {
                    const Item item = raw.get();
                    auto& promise = promises[static_cast<std::size_t>(item.id)];
                    try {
                        promise.set_value(transform(item.text));
                    } catch (...) {
                        promise.set_exception(std::current_exception());
                    }
                }
            } catch (const QueueClosed&) {
            }
        });
    }
    threads.emplace_back([&] {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            raw.put(Item(static_cast<int>(i), lines[i]));
        }
        raw.close();
    });
    std::vector<std::string> results;
    std::exception_ptr failure;
    for (auto& promise : promises) {
        try {
            results.push_back(promise.get_future().get());
        } catch (...) {
            failure = std::current_exception();
        }
    }
    threads.clear();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return results;
}

} // namespace lab::queues
