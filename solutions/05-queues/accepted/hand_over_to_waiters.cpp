// Whoever waits has a place in a line of its own, and is called by name: the
// one in front, alone.
#include "queues.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

namespace lab::queues {

namespace {

// A line of threads, each of which sleeps on a condition variable of its own.
class Line {
public:
    // Waits until somebody calls: true; or until `end`: false.
    bool wait(std::unique_lock<std::mutex>& lock, std::chrono::steady_clock::time_point end) {
        Waiter waiter;
        const auto place = waiters_.insert(waiters_.end(), &waiter);
        while (!waiter.called) {
            if (end == std::chrono::steady_clock::time_point::max()) {
                waiter.condition.wait(lock);
            } else if (waiter.condition.wait_until(lock, end) == std::cv_status::timeout) {
                break;
            }
        }
        if (!waiter.called) {
            waiters_.erase(place);
        }
        return waiter.called;
    }

    void call_first() {
        if (!waiters_.empty()) {
            Waiter& waiter = *waiters_.front();
            waiters_.pop_front();
            waiter.called = true;
            waiter.condition.notify_one();
        }
    }

    void call_all() {
        while (!waiters_.empty()) {
            call_first();
        }
    }

private:
    struct Waiter {
        std::condition_variable condition{};
        bool called = false;
    };
    std::list<Waiter*> waiters_{};
};

constexpr auto never = std::chrono::steady_clock::time_point::max();

} // namespace

struct TaskQueue::Impl {
    const std::size_t capacity;
    std::mutex mutex{};
    Line getters{};
    Line putters{};
    Line joiners{};
    std::deque<Item> items{};
    std::size_t taken = 0;
    bool closed = false;

    bool full() const { return capacity != 0 && items.size() >= capacity; }

    void add(Item& item) {
        items.push_back(std::move(item));
        getters.call_first();
        if (!full()) {
            putters.call_first(); // may have been called in vain
        }
    }

    template <typename T>
    T take() {
        T item(std::move(items.front()));
        items.pop_front();
        ++taken;
        putters.call_first();
        if (!items.empty()) {
            getters.call_first();
        }
        return item;
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(new Impl{capacity}) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    std::unique_lock lock(impl_->mutex);
    while (impl_->full() && !impl_->closed) {
        impl_->putters.wait(lock, never);
    }
    if (impl_->closed) {
        throw QueueClosed();
    }
    impl_->add(item);
}

bool TaskQueue::try_put(Item item) {
    const std::unique_lock lock(impl_->mutex);
    if (impl_->closed || impl_->full()) {
        return false;
    }
    impl_->add(item);
    return true;
}

Item TaskQueue::get() {
    std::unique_lock lock(impl_->mutex);
    while (impl_->items.empty() && !impl_->closed) {
        impl_->getters.wait(lock, never);
    }
    if (impl_->items.empty()) {
        throw QueueClosed();
    }
    return impl_->take<Item>();
}

std::optional<Item> TaskQueue::try_get() {
    return get_for(std::chrono::milliseconds(0));
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    std::unique_lock lock(impl_->mutex);
    if (limit.count() > 0) {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (impl_->items.empty() && !impl_->closed && impl_->getters.wait(lock, end)) {
        }
    }
    if (impl_->items.empty()) {
        return std::nullopt;
    }
    return impl_->take<std::optional<Item>>();
}

void TaskQueue::task_done() {
    const std::unique_lock lock(impl_->mutex);
    if (impl_->taken == 0) {
        throw std::logic_error("task_done() without an item");
    }
    --impl_->taken;
    impl_->joiners.call_all();
}

void TaskQueue::join() {
    std::unique_lock lock(impl_->mutex);
    while (impl_->taken != 0 || !impl_->items.empty()) {
        impl_->joiners.wait(lock, never);
    }
}

void TaskQueue::close() {
    const std::unique_lock lock(impl_->mutex);
    impl_->closed = true;
    impl_->getters.call_all();
    impl_->putters.call_all();
}

std::size_t TaskQueue::size() const {
    const std::unique_lock lock(impl_->mutex);
    return impl_->items.size();
}

bool TaskQueue::empty() const {
    const std::unique_lock lock(impl_->mutex);
    return impl_->items.empty();
}

namespace {

// A pool in little: threads that take numbered jobs from a queue.
class Pool {
public:
    Pool(std::size_t threads, const std::function<void(const Item&)>& job) : jobs_(threads) {
        for (std::size_t i = 0; i < threads; ++i) {
            threads_.emplace_back([this, job] {
                try {
                    job(jobs_.get());
                } catch (const QueueClosed&) {
                }
            });
        }
    }
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    ~Pool() {
        jobs_.close();
        for (std::thread& thread : threads_) {
            thread.join();
        }
    }
    void submit(std::size_t number) { jobs_.put(Item(static_cast<int>(number), "")); }

private:
    TaskQueue jobs_;
    std::vector<std::thread> threads_{};
};

} // namespace

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::mutex mutex;
    std::vector<Handled> handled; // guarded by mutex
    {
        Pool pool(workers, [&](const Item& job) {
            try {
                for (;;) {
                    const Item item = queue.get();
                    try {
                        process(item);
                        const std::scoped_lock lock(mutex);
                        handled.push_back({static_cast<std::size_t>(job.id), item.id});
                    } catch (...) {
                    }
                    queue.task_done();
                }
            } catch (const QueueClosed&) {
            }
        });
        for (std::size_t i = 0; i < workers; ++i) {
            pool.submit(i);
        }
    }
    return handled;
}

// The transformers put their results in order themselves: each waits until it
// is its line's turn.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity);
    TaskQueue ready(capacity);
    std::mutex mutex;
    std::condition_variable turn_came;
    int turn = 0;               // the line that is to be put next; guarded by mutex
    std::exception_ptr failure; // guarded by mutex
    std::vector<std::thread> threads;
    threads.emplace_back([&] {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            raw.put(Item(static_cast<int>(i), lines[i]));
        }
        raw.close();
    });
    for (std::size_t i = 0; i < transformers; ++i) {
        threads.emplace_back([&] {
            try {
                for (;;) {
                    Item item = raw.get();
                    std::exception_ptr thrown;
                    try {
                        item.text = transform(item.text);
                    } catch (...) {
                        thrown = std::current_exception();
                    }
                    std::unique_lock lock(mutex);
                    turn_came.wait(lock, [&] { return turn == item.id; });
                    if (thrown && !failure) {
                        failure = thrown;
                    }
                    lock.unlock();
                    ready.put(std::move(item)); // alone: it is nobody else's turn
                    lock.lock();
                    ++turn;
                    turn_came.notify_all();
                }
            } catch (const QueueClosed&) {
            }
        });
    }
    std::vector<std::string> results;
    while (results.size() < lines.size()) {
        results.push_back(ready.get().text);
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    return results;
}

} // namespace lab::queues
