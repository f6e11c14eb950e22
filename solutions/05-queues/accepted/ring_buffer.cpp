// A ring of places that grows where there is no limit; joiners sleep on an
// atomic.
#include "queues.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace lab::queues {

struct TaskQueue::Impl {
    explicit Impl(std::size_t limit)
        : bounded(limit != 0), ring(std::make_unique<Item[]>(limit == 0 ? 2 : limit)),
          places(limit == 0 ? 2 : limit) {}

    const bool bounded;
    std::mutex mutex{}; // guards all that follows, but for `pending`
    std::condition_variable getters{};
    std::condition_variable putters{};
    std::unique_ptr<Item[]> ring;
    std::size_t places;
    std::size_t head = 0; // the oldest item
    std::size_t count = 0;
    std::size_t out = 0; // taken, not done
    bool closed = false;
    std::atomic<int> pending{0}; // put, not done

    void grow() {
        auto larger = std::make_unique<Item[]>(2 * places);
        for (std::size_t i = 0; i < count; ++i) {
            larger[i] = std::move(ring[(head + i) % places]);
        }
        ring = std::move(larger);
        head = 0;
        places *= 2;
    }

    bool no_place() const { return bounded && count == places; }

    void store(Item& item) {
        if (count == places) {
            grow();
        }
        ring[(head + count) % places] = std::move(item);
        ++count;
        pending.fetch_add(1);
        getters.notify_one();
    }

    template <typename T>
    T fetch() {
        T item(std::move(ring[head]));
        head = (head + 1) % places;
        --count;
        ++out;
        putters.notify_one();
        return item;
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(std::make_unique<Impl>(capacity)) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    std::unique_lock lock(impl_->mutex);
    while (!impl_->closed && impl_->no_place()) {
        impl_->putters.wait(lock);
    }
    if (impl_->closed) {
        throw QueueClosed{};
    }
    impl_->store(item);
}

bool TaskQueue::try_put(Item item) {
    std::unique_lock lock(impl_->mutex);
    if (impl_->closed || impl_->no_place()) {
        return false;
    }
    impl_->store(item);
    return true;
}

Item TaskQueue::get() {
    std::unique_lock lock(impl_->mutex);
    for (; impl_->count == 0; impl_->getters.wait(lock)) {
        if (impl_->closed) {
            throw QueueClosed{};
        }
    }
    return impl_->fetch<Item>();
}

std::optional<Item> TaskQueue::try_get() {
    std::unique_lock lock(impl_->mutex);
    if (impl_->count == 0) {
        return std::nullopt;
    }
    return impl_->fetch<std::optional<Item>>();
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    const auto until = std::chrono::steady_clock::now() + limit;
    std::unique_lock lock(impl_->mutex);
    while (impl_->count == 0 && !impl_->closed) {
        if (impl_->getters.wait_until(lock, until) == std::cv_status::timeout) {
            break;
        }
    }
    if (impl_->count == 0) {
        return std::nullopt;
    }
    return impl_->fetch<std::optional<Item>>();
}

void TaskQueue::task_done() {
    std::unique_lock lock(impl_->mutex);
    if (impl_->out == 0) {
        throw std::logic_error("too many calls of task_done");
    }
    --impl_->out;
    impl_->pending.fetch_sub(1);
    impl_->pending.notify_all();
}

void TaskQueue::join() {
    while (const int left = impl_->pending.load()) {
        impl_->pending.wait(left);
    }
}

void TaskQueue::close() {
    std::unique_lock lock(impl_->mutex);
    impl_->closed = true;
    lock.unlock();
    impl_->getters.notify_all();
    impl_->putters.notify_all();
}

std::size_t TaskQueue::size() const {
    std::unique_lock lock(impl_->mutex);
    return impl_->count;
}

bool TaskQueue::empty() const {
    return size() == 0;
}

namespace {

std::optional<Item> next(TaskQueue& queue) {
    try {
        return queue.get();
    } catch (const QueueClosed&) {
        return std::nullopt;
    }
}

} // namespace

// The caller is worker 0.
std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::vector<Handled> handled;
    std::mutex mutex;
    const auto work = [&](std::size_t number) {
        while (const auto item = next(queue)) {
            try {
                process(*item);
                const std::lock_guard lock(mutex);
                handled.push_back({number, item->id});
            } catch (...) {
            }
            queue.task_done();
        }
    };
    std::vector<std::jthread> others;
    for (std::size_t number = 1; number < workers; ++number) {
        others.emplace_back(work, number);
    }
    work(0);
    others.clear();
    return handled;
}

// A transformer that fails closes everything; whoever still puts is refused,
// and ends.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity);
    TaskQueue ready(capacity);
    std::atomic_flag has_failed;
    std::exception_ptr failure;
    std::atomic<std::size_t> ended{0};
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < transformers; ++i) {
        threads.emplace_back([&] {
            try {
                while (auto item = next(raw)) {
                    std::string result = transform(item->text);
                    ready.put(Item(item->id, std::move(result)));
                }
            } catch (...) {
                if (!has_failed.test_and_set()) {
                    failure = std::current_exception();
                    raw.close();
                    ready.close();
                }
            }
            if (++ended == transformers) {
                ready.close();
            }
        });
    }
    threads.emplace_back([&] {
        try {
            int number = 0;
            for (const auto& line : lines) {
                raw.put(Item(number++, line));
            }
            raw.close();
        } catch (const QueueClosed&) {
        }
    });
    std::vector<std::string> results(lines.size());
    while (auto item = next(ready)) {
        results.at(static_cast<std::size_t>(item->id)).swap(item->text);
    }
    threads.clear();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return results;
}

} // namespace lab::queues
