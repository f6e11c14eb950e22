// A semaphore counts the queued tasks; one token for each worker tells them to end.
#include "pools.hpp"

#include <mutex>
#include <optional>
#include <queue>
#include <semaphore>
#include <thread>

namespace lab::pools {

struct ThreadPool::Impl {
    std::counting_semaphore<> items{0};
    std::mutex guard{};
    std::queue<std::function<void()>> tasks{};
    std::size_t unfinished = 0; // queued or running
    std::size_t waiters = 0;
    bool open = true;
    std::counting_semaphore<> idle{0};
    std::vector<std::jthread> workers{};

    void loop() {
        while (true) {
            items.acquire();
            std::function<void()> task;
            {
                const std::lock_guard lock(guard);
                if (tasks.empty()) {
                    return; // a token without a task: the end
                }
                task.swap(tasks.front());
                tasks.pop();
            }
            try {
                task();
            } catch (...) {
            }
            task = {};
            const std::lock_guard lock(guard);
            if (--unfinished == 0) {
                idle.release(static_cast<std::ptrdiff_t>(std::exchange(waiters, 0)));
            }
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers == 0) {
        throw std::invalid_argument("no workers");
    }
    for (std::size_t i = 0; i < workers; ++i) {
        impl_->workers.emplace_back([this] { impl_->loop(); });
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->workers.size();
}

void ThreadPool::post(std::function<void()> task) {
    const std::lock_guard lock(impl_->guard);
    if (!impl_->open) {
        throw PoolClosed{};
    }
    impl_->tasks.push(std::move(task));
    ++impl_->unfinished;
    impl_->items.release();
}

std::future<int> ThreadPool::submit(Job job) {
    const auto promise = std::make_shared<std::promise<int>>();
    const auto shared = std::make_shared<Job>(std::move(job));
    post([promise, shared] {
        try {
            promise->set_value((*shared)());
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
    });
    return promise->get_future();
}

void ThreadPool::wait_idle() {
    {
        const std::lock_guard lock(impl_->guard);
        if (impl_->unfinished == 0) {
            return;
        }
        ++impl_->waiters;
    }
    impl_->idle.acquire();
}

void ThreadPool::close() {
    {
        const std::lock_guard lock(impl_->guard);
        if (!std::exchange(impl_->open, false)) {
            return;
        }
    }
    impl_->items.release(static_cast<std::ptrdiff_t>(impl_->workers.size()));
    for (auto& worker : impl_->workers) {
        worker.join();
    }
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    std::vector<std::optional<Reading>> slots(cities.size());
    std::vector<std::exception_ptr> errors(cities.size());
    // shared: who releases it last is not out of it yet when the caller goes on
    const auto ended = std::make_shared<std::counting_semaphore<>>(0);
    for (std::size_t i = 0; i < cities.size(); ++i) {
        pool.post([&, ended, i] {
            try {
                slots[i] = measure(cities[i]);
            } catch (...) {
                errors[i] = std::current_exception();
            }
            ended->release();
        });
    }
    for (std::size_t i = 0; i < cities.size(); ++i) {
        ended->acquire();
    }
    std::vector<Reading> readings;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        if (errors[i]) {
            std::rethrow_exception(errors[i]);
        }
        readings.push_back(*slots[i]);
    }
    return readings;
}

} // namespace lab::pools
