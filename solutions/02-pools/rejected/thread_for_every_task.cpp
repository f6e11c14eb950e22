// fails: post-overlap (too-many-threads)
#include "pools.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace lab::pools {

struct ThreadPool::Impl {
    std::size_t workers = 0;
    std::mutex mutex{};
    std::vector<std::thread> threads{};        // guarded by mutex
    std::condition_variable work{};            // there is a task, or no more will come
    std::condition_variable idle{};            // nothing is queued or running
    std::deque<std::function<void()>> queue{}; // this and the rest: guarded by mutex
    std::size_t running = 0;
    bool closed = false;

    void run(std::function<void()>& task) {
        try {
            task();
        } catch (...) {
        }
        task = nullptr;
        const std::scoped_lock lock(mutex);
        --running;
        if (running == 0) {
            idle.notify_all();
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers == 0) {
        throw std::invalid_argument("a pool needs at least one worker");
    }
    impl_->workers = workers;
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->workers;
}

void ThreadPool::post(std::function<void()> task) { // HERE
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->closed) {
        throw PoolClosed();
    }
    ++impl_->running;
    impl_->threads.emplace_back( // HERE
        [impl = impl_.get(), task = std::move(task)]() mutable { impl->run(task); });
}

std::future<int> ThreadPool::submit(Job job) {
    // a std::function can be copied, a Job cannot: so they share it
    auto task = std::make_shared<std::packaged_task<int()>>(std::move(job));
    auto result = task->get_future();
    post([task] { (*task)(); });
    return result;
}

void ThreadPool::wait_idle() {
    std::unique_lock lock(impl_->mutex);
    impl_->idle.wait(lock, [this] { return impl_->queue.empty() && impl_->running == 0; });
}

void ThreadPool::close() {
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->closed = true;
    }
    impl_->work.notify_all();
    for (auto& thread : impl_->threads) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    std::vector<std::future<Reading>> futures;
    futures.reserve(cities.size());
    for (const City& city : cities) {
        auto task = std::make_shared<std::packaged_task<Reading()>>(
            [&measure, &city] { return measure(city); });
        futures.push_back(task->get_future());
        pool.post([task] { (*task)(); });
        if (futures.size() % 16 == 0) {
            pool.wait_idle(); // so many threads, and no more
        }
    }
    for (const auto& future : futures) {
        future.wait(); // for all of them, before any exception leaves
    }
    std::vector<Reading> readings;
    readings.reserve(cities.size());
    for (auto& future : futures) {
        readings.push_back(future.get());
    }
    return readings;
}

} // namespace lab::pools
