// fails: close-and-after (work-missing)
#include "queues.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace lab::queues {

struct TaskQueue::Impl {
    const std::size_t capacity; // 0: no limit
    mutable std::mutex mutex{}; // guards all that follows
    std::condition_variable not_empty{};
    std::condition_variable not_full{};
    std::condition_variable all_done{};
    std::deque<Item> items{};
    std::size_t taken = 0; // and not dealt with yet
    bool closed = false;

    bool full() const { return capacity != 0 && items.size() >= capacity; }

    void add(Item& item) {
        try {
            items.push_back(std::move(item));
        } catch (...) {
            not_full.notify_one(); // the place is still free, perhaps for another
            throw;
        }
        not_empty.notify_one();
    }

    // As an Item or as an optional one: to make one of the other is a second move, and that may
    // fail when the first has not.
    template <typename Taken>
    Taken take() {
        try {
            Taken item(std::move(items.front()));
            items.pop_front();
            ++taken;
            not_full.notify_one();
            return item;
        } catch (...) {
            not_empty.notify_one(); // the item is still there, perhaps for another
            throw;
        }
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(new Impl{capacity}) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    std::unique_lock lock(impl_->mutex);
    impl_->not_full.wait(lock, [this] { return impl_->closed || !impl_->full(); });
    if (impl_->closed) {
        throw QueueClosed();
    }
    impl_->add(item);
}

bool TaskQueue::try_put(Item item) {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->closed || impl_->full()) {
        return false;
    }
    impl_->add(item);
    return true;
}

Item TaskQueue::get() {
    std::unique_lock lock(impl_->mutex);
    impl_->not_empty.wait(lock, [this] { return impl_->closed || !impl_->items.empty(); });
    if (impl_->items.empty()) {
        throw QueueClosed();
    }
    return impl_->take<Item>();
}

std::optional<Item> TaskQueue::try_get() {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->items.empty()) {
        return std::nullopt;
    }
    return impl_->take<std::optional<Item>>();
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    std::unique_lock lock(impl_->mutex);
    impl_->not_empty.wait_for(lock, limit,
                              [this] { return impl_->closed || !impl_->items.empty(); });
    if (impl_->closed || impl_->items.empty()) { // HERE
        return std::nullopt;
    }
    return impl_->take<std::optional<Item>>();
}

void TaskQueue::task_done() {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->taken == 0) {
        throw std::logic_error("more calls of task_done than items were taken");
    }
    --impl_->taken;
    if (impl_->taken == 0 && impl_->items.empty()) {
        impl_->all_done.notify_all();
    }
}

void TaskQueue::join() {
    std::unique_lock lock(impl_->mutex);
    impl_->all_done.wait(lock, [this] { return impl_->taken == 0 && impl_->items.empty(); });
}

void TaskQueue::close() { // HERE
    const std::scoped_lock lock(impl_->mutex);
    impl_->closed = true;
    impl_->not_empty.notify_all();
    impl_->not_full.notify_all();
}

std::size_t TaskQueue::size() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->items.size();
}

bool TaskQueue::empty() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->items.empty();
}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::mutex mutex;
    std::vector<Handled> handled; // guarded by mutex
    const auto work = [&](std::size_t worker) {
        for (;;) {
            std::optional<Item> item;
            try {
                item = queue.get();
            } catch (const QueueClosed&) {
                return;
            }
            try {
                process(*item);
                const std::scoped_lock lock(mutex);
                handled.push_back({worker, item->id});
            } catch (...) {
                // the item's failure; it is missing in the result
            }
            queue.task_done();
        }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < workers; ++i) {
        threads.emplace_back([&work, i] { work(i); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return handled;
}

namespace {

// What the threads of one pipeline share.
struct Stages {
    std::span<const std::string> lines;
    const Transform& transform;
    TaskQueue raw;
    TaskQueue ready;
    std::atomic<std::size_t> transforming; // transformers at work
    std::mutex mutex{};
    std::exception_ptr failure{}; // the first; guarded by mutex

    Stages(std::span<const std::string> input, std::size_t capacity, std::size_t transformers,
           const Transform& function)
        : lines(input), transform(function), raw(capacity), ready(capacity),
          transforming(transformers) {}

    void read() {
        try {
            for (std::size_t i = 0; i < lines.size(); ++i) {
                raw.put(Item(static_cast<int>(i), lines[i]));
            }
        } catch (const QueueClosed&) {
            // a transformer has failed: nothing more is wanted
        }
        raw.close();
    }

    // One line; false when there are no more.
    bool transform_next() {
        std::optional<Item> item;
        try {
            item = raw.get();
        } catch (const QueueClosed&) {
            return false;
        }
        try {
            item->text = transform(item->text);
        } catch (...) {
            const std::scoped_lock lock(mutex);
            if (!failure) {
                failure = std::current_exception();
            }
            raw.close();
            return false;
        }
        ready.put(std::move(*item));
        return true;
    }

    void transform_all() {
        while (transform_next()) {
        }
        if (--transforming == 0) {
            ready.close(); // the last one shuts the door
        }
    }

    std::vector<std::string> collect() {
        std::vector<std::string> results(lines.size());
        try {
            for (;;) {
                Item item = ready.get();
                results[static_cast<std::size_t>(item.id)] = std::move(item.text);
            }
        } catch (const QueueClosed&) {
            return results;
        }
    }
};

} // namespace

std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    Stages stages(lines, capacity, transformers, transform);
    std::vector<std::thread> threads;
    threads.emplace_back([&] { stages.read(); });
    for (std::size_t i = 0; i < transformers; ++i) {
        threads.emplace_back([&] { stages.transform_all(); });
    }
    auto results = stages.collect();
    for (auto& thread : threads) {
        thread.join();
    }
    if (stages.failure) {
        std::rethrow_exception(stages.failure);
    }
    return results;
}

} // namespace lab::queues
