// A queue and a lock for each worker; who has nothing to do takes from the others.
#include "pools.hpp"

#include <algorithm>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <latch>
#include <mutex>
#include <optional>
#include <thread>

namespace lab::pools {

namespace {

class Lane {
public:
    void put(std::function<void()> task) {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }

    bool take(std::function<void()>& task) {
        const std::lock_guard lock(mutex_);
        if (tasks_.empty()) {
            return false;
        }
        task = std::move(tasks_.front());
        tasks_.pop_front();
        return true;
    }

private:
    std::mutex mutex_;
    std::deque<std::function<void()>> tasks_;
};

} // namespace

struct ThreadPool::Impl {
    explicit Impl(std::size_t count) : lanes(count) {}

    std::vector<Lane> lanes;
    std::mutex mutex{};
    std::condition_variable changed{};
    std::size_t queued = 0;     // guarded by mutex; never more than there are in the lanes
    std::size_t unfinished = 0; // guarded by mutex
    std::size_t next = 0;       // guarded by mutex
    bool closed = false;        // guarded by mutex
    std::vector<std::thread> workers{};

    // A claim on one of the queued tasks.
    bool claim() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return queued > 0 || closed; });
        if (queued == 0) {
            return false;
        }
        --queued;
        return true;
    }

    void run(std::size_t mine) {
        while (claim()) {
            std::function<void()> task;
            for (std::size_t at = mine; !lanes[at].take(task); at = (at + 1) % lanes.size()) {
                // somewhere there is one
            }
            try {
                task();
            } catch (...) {
            }
            task = nullptr;
            const std::lock_guard lock(mutex);
            if (--unfinished == 0) {
                changed.notify_all();
            }
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) {
    if (workers == 0) {
        throw std::invalid_argument("workers must be positive");
    }
    impl_ = std::make_unique<Impl>(workers);
    for (std::size_t i = 0; i < workers; ++i) {
        impl_->workers.emplace_back([this, i] { impl_->run(i); });
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->lanes.size();
}

void ThreadPool::post(std::function<void()> task) {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->closed) {
        throw PoolClosed();
    }
    impl_->lanes[impl_->next++ % impl_->lanes.size()].put(std::move(task));
    ++impl_->queued;
    ++impl_->unfinished;
    impl_->changed.notify_all();
}

std::future<int> ThreadPool::submit(Job job) {
    std::promise<int> promise;
    auto future = promise.get_future();
    auto both =
        std::make_shared<std::pair<Job, std::promise<int>>>(std::move(job), std::move(promise));
    post([both] {
        auto& [work, result] = *both;
        try {
            result.set_value(work());
        } catch (...) {
            result.set_exception(std::current_exception());
        }
    });
    return future;
}

void ThreadPool::wait_idle() {
    std::unique_lock lock(impl_->mutex);
    impl_->changed.wait(lock, [this] { return impl_->unfinished == 0; });
}

void ThreadPool::close() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->closed = true;
        impl_->changed.notify_all();
    }
    for (; !impl_->workers.empty(); impl_->workers.pop_back()) {
        impl_->workers.back().join();
    }
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    // a worker at a time takes the next city: as many tasks as there are workers
    const std::size_t tasks = std::min(pool.size(), cities.size());
    std::vector<std::optional<Reading>> slots(cities.size());
    std::vector<std::exception_ptr> errors(tasks);
    std::atomic<std::size_t> next{0};
    const auto ended = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(tasks));
    for (std::size_t t = 0; t < tasks; ++t) {
        pool.post([&, ended, t] {
            try {
                for (std::size_t i = next++; i < cities.size(); i = next++) {
                    slots[i] = measure(cities[i]);
                }
            } catch (...) {
                errors[t] = std::current_exception();
                next = cities.size();
            }
            ended->count_down();
        });
    }
    ended->wait();
    for (const auto& error : errors) {
        if (error) {
            std::rethrow_exception(error);
        }
    }
    std::vector<Reading> readings;
    for (auto& slot : slots) {
        readings.push_back(*std::move(slot));
    }
    return readings;
}

} // namespace lab::pools
