// POSIX threads, mutexes and conditions alone.
#include "queues.hpp"

#include <pthread.h>

#include <cerrno>
#include <ctime>
#include <deque>
#include <exception>
#include <system_error>
#include <utility>

namespace lab::queues {

namespace {

// Locks for as long as it lives.
class Locked {
public:
    explicit Locked(pthread_mutex_t& mutex) : mutex_(mutex) { pthread_mutex_lock(&mutex_); }
    ~Locked() { pthread_mutex_unlock(&mutex_); }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;

private:
    pthread_mutex_t& mutex_;
};

timespec from_now(std::chrono::milliseconds limit) {
    timespec time{};
    clock_gettime(CLOCK_REALTIME, &time);
    const long nanoseconds = time.tv_nsec + limit.count() % 1000 * 1'000'000;
    time.tv_sec += limit.count() / 1000 + nanoseconds / 1'000'000'000;
    time.tv_nsec = nanoseconds % 1'000'000'000;
    return time;
}

struct Thread {
    pthread_t id{};
    std::function<void()> function{};

    void start() {
        const auto run = [](void* self) -> void* {
            static_cast<Thread*>(self)->function();
            return nullptr;
        };
        if (const int error = pthread_create(&id, nullptr, run, this); error != 0) {
            throw std::system_error(error, std::generic_category());
        }
    }
    void join() const { pthread_join(id, nullptr); }
};

} // namespace

struct TaskQueue::Impl {
    explicit Impl(std::size_t limit) : capacity(limit) {}
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        pthread_cond_destroy(&done);
        pthread_cond_destroy(&put);
        pthread_cond_destroy(&got);
        pthread_mutex_destroy(&mutex);
    }

    const std::size_t capacity;
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t put = PTHREAD_COND_INITIALIZER;
    pthread_cond_t got = PTHREAD_COND_INITIALIZER;
    pthread_cond_t done = PTHREAD_COND_INITIALIZER;
    std::deque<Item> items{};
    std::size_t taken = 0;
    bool closed = false;

    bool full() const { return capacity != 0 && items.size() >= capacity; }

    void add(Item& item) {
        items.push_back(std::move(item));
        pthread_cond_signal(&put);
    }

    template <typename T>
    T take() {
        T item(std::move(items.front()));
        items.pop_front();
        ++taken;
        pthread_cond_signal(&got);
        return item;
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(std::make_unique<Impl>(capacity)) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    const Locked lock(impl_->mutex);
    while (impl_->full() && !impl_->closed) {
        pthread_cond_wait(&impl_->got, &impl_->mutex);
    }
    if (impl_->closed) {
        throw QueueClosed();
    }
    impl_->add(item);
}

bool TaskQueue::try_put(Item item) {
    const Locked lock(impl_->mutex);
    if (impl_->full() || impl_->closed) {
        return false;
    }
    impl_->add(item);
    return true;
}

Item TaskQueue::get() {
    const Locked lock(impl_->mutex);
    while (impl_->items.empty() && !impl_->closed) {
        pthread_cond_wait(&impl_->put, &impl_->mutex);
    }
    if (impl_->items.empty()) {
        throw QueueClosed();
    }
    return impl_->take<Item>();
}

std::optional<Item> TaskQueue::try_get() {
    const Locked lock(impl_->mutex);
    if (impl_->items.empty()) {
        return std::nullopt;
    }
    return impl_->take<std::optional<Item>>();
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    const timespec end = from_now(limit);
    const Locked lock(impl_->mutex);
    int result = 0;
    while (impl_->items.empty() && !impl_->closed && result != ETIMEDOUT) {
        result = pthread_cond_timedwait(&impl_->put, &impl_->mutex, &end);
    }
    if (impl_->items.empty()) {
        return std::nullopt;
    }
    return impl_->take<std::optional<Item>>();
}

void TaskQueue::task_done() {
    const Locked lock(impl_->mutex);
    if (impl_->taken == 0) {
        throw std::logic_error("task_done() without an item");
    }
    if (--impl_->taken == 0 && impl_->items.empty()) {
        pthread_cond_broadcast(&impl_->done);
    }
}

void TaskQueue::join() {
    const Locked lock(impl_->mutex);
    while (impl_->taken > 0 || !impl_->items.empty()) {
        pthread_cond_wait(&impl_->done, &impl_->mutex);
    }
}

void TaskQueue::close() {
    const Locked lock(impl_->mutex);
    impl_->closed = true;
    pthread_cond_broadcast(&impl_->put);
    pthread_cond_broadcast(&impl_->got);
}

std::size_t TaskQueue::size() const {
    const Locked lock(impl_->mutex);
    return impl_->items.size();
}

bool TaskQueue::empty() const {
    const Locked lock(impl_->mutex);
    return impl_->items.empty();
}

namespace {

void for_each_item(TaskQueue& queue, const std::function<void(Item&)>& function) {
    try {
        for (;;) {
            Item item = queue.get();
            function(item);
        }
    } catch (const QueueClosed&) {
    }
}

} // namespace

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    std::vector<Handled> handled;
    std::vector<Thread> threads(workers);
    for (std::size_t i = 0; i < workers; ++i) {
        threads[i].function = [&, i] {
            for_each_item(queue, [&](const Item& item) {
                bool returned = false;
                try {
                    process(item);
                    returned = true;
                } catch (...) {
                }
                if (returned) {
                    const Locked lock(mutex);
                    handled.push_back({i, item.id});
                }
                queue.task_done();
            });
        };
        threads[i].start();
    }
    for (const Thread& thread : threads) {
        thread.join();
    }
    return handled;
}

// The caller waits for the transformers and shuts the door behind the last of
// them.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity);
    TaskQueue ready(capacity);
    std::vector<std::string> results(lines.size());
    std::vector<std::exception_ptr> failures(lines.size());
    std::vector<Thread> threads(transformers + 2);
    Thread& reader = threads[transformers];
    Thread& collector = threads[transformers + 1];
    for (std::size_t i = 0; i < transformers; ++i) {
        threads[i].function = [&] {
            for_each_item(raw, [&](Item& item) {
                try {
                    item.text = transform(item.text);
                } catch (...) {
                    failures[static_cast<std::size_t>(item.id)] = std::current_exception();
                }
                ready.put(std::move(item));
            });
        };
    }
    reader.function = [&] {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            raw.put(Item(static_cast<int>(i), lines[i]));
        }
        raw.close();
    };
    collector.function = [&] {
        for_each_item(ready, [&](Item& item) {
            results[static_cast<std::size_t>(item.id)] = std::move(item.text);
        });
    };
    for (Thread& thread : threads) {
        thread.start();
    }
    reader.join();
    for (std::size_t i = 0; i < transformers; ++i) {
        threads[i].join();
    }
    ready.close();
    collector.join();
    for (const auto& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
    return results;
}

} // namespace lab::queues
