// Two counting semaphores and a mutex, as in the textbooks.
#include "queues.hpp"

#include <atomic>
#include <deque>
#include <exception>
#include <limits>
#include <mutex>
#include <semaphore>
#include <thread>
#include <utility>

namespace lab::queues {

namespace {

constexpr std::ptrdiff_t very_many = 1'000'000'000;

} // namespace

struct TaskQueue::Impl {
    explicit Impl(std::size_t capacity)
        : places(capacity == 0 ? very_many : static_cast<std::ptrdiff_t>(capacity)) {}

    std::counting_semaphore<2 * very_many> items{0}; // and one more for ever, once it is closed
    std::counting_semaphore<2 * very_many> places;   // likewise
    std::mutex mutex{};
    std::deque<Item> list{};
    bool closed = false;
    std::size_t taken = 0;
    std::atomic<std::size_t> unfinished{0}; // joiners wait for its change

    // A place has been acquired.
    bool push(Item& item) {
        const std::scoped_lock lock(mutex);
        if (closed) {
            places.release();
            return false;
        }
        try {
            list.push_back(std::move(item));
        } catch (...) {
            places.release();
            throw;
        }
        ++unfinished;
        items.release();
        return true;
    }

    // An item, or the end, has been acquired.
    template <typename T>
    bool pop(T& item) {
        const std::scoped_lock lock(mutex);
        if (list.empty()) {
            items.release(); // the end is for the others, too
            return false;
        }
        try {
            item.emplace(std::move(list.front()));
        } catch (...) {
            items.release();
            throw;
        }
        list.pop_front();
        ++taken;
        places.release();
        return true;
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(std::make_unique<Impl>(capacity)) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    impl_->places.acquire();
    if (!impl_->push(item)) {
        throw QueueClosed();
    }
}

bool TaskQueue::try_put(Item item) {
    return impl_->places.try_acquire() && impl_->push(item);
}

Item TaskQueue::get() {
    impl_->items.acquire();
    std::optional<Item> item;
    if (!impl_->pop(item)) {
        throw QueueClosed();
    }
    return std::move(*item);
}

std::optional<Item> TaskQueue::try_get() {
    std::optional<Item> item;
    if (impl_->items.try_acquire()) {
        impl_->pop(item);
    }
    return item;
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    std::optional<Item> item;
    if (impl_->items.try_acquire_for(limit)) {
        impl_->pop(item);
    }
    return item;
}

void TaskQueue::task_done() {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->taken == 0) {
        throw std::logic_error("no item to be done with");
    }
    --impl_->taken;
    if (--impl_->unfinished == 0) {
        impl_->unfinished.notify_all();
    }
}

void TaskQueue::join() {
    for (std::size_t left = impl_->unfinished; left != 0; left = impl_->unfinished) {
        impl_->unfinished.wait(left);
    }
}

void TaskQueue::close() {
    const std::scoped_lock lock(impl_->mutex);
    if (!std::exchange(impl_->closed, true)) {
        impl_->items.release();
        impl_->places.release();
    }
}

std::size_t TaskQueue::size() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->list.size();
}

bool TaskQueue::empty() const {
    return size() == 0;
}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::mutex mutex;
    std::vector<Handled> handled; // guarded by mutex
    std::counting_semaphore<> ended(0);
    std::vector<std::jthread> threads;
    for (std::size_t worker = 0; worker < workers; ++worker) {
        threads.emplace_back([&, worker] {
            try {
                for (;;) {
                    const Item item = queue.get();
                    bool fine = true;
                    try {
                        process(item);
                    } catch (...) {
                        fine = false;
                    }
                    if (fine) {
                        const std::scoped_lock lock(mutex);
                        handled.push_back({worker, item.id});
                    }
                    queue.task_done();
                }
            } catch (const QueueClosed&) {
                ended.release();
            }
        });
    }
    for (std::size_t worker = 0; worker < workers; ++worker) {
        ended.acquire();
    }
    return handled;
}

// The caller reads; somebody else collects.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity);
    TaskQueue ready(capacity);
    std::vector<std::string> results(lines.size());
    std::vector<std::exception_ptr> failures(lines.size());
    std::jthread collector([&] {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            Item item = ready.get();
            results[static_cast<std::size_t>(item.id)] = std::move(item.text);
        }
    });
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < transformers; ++i) {
        threads.emplace_back([&] {
            try {
                for (;;) {
                    Item item = raw.get();
                    try {
                        item.text = transform(item.text);
                    } catch (...) {
                        failures[static_cast<std::size_t>(item.id)] = std::current_exception();
                    }
                    ready.put(std::move(item));
                }
            } catch (const QueueClosed&) {
            }
        });
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        raw.put(Item(static_cast<int>(i), lines[i]));
    }
    raw.close();
    threads.clear(); // joins
    collector.join();
    for (const auto& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
    return results;
}

} // namespace lab::queues
