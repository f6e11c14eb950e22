// fails: close-refuses (close-ignored), close-while-posting (check-then-act)
#include "pools.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace lab::pools {

struct ThreadPool::Impl {
    std::vector<std::thread> threads{}; // the owner's thread alone uses this
    std::mutex mutex{};
    std::condition_variable work{};            // there is a task, or no more will come
    std::condition_variable idle{};            // nothing is queued or running
    std::deque<std::function<void()>> queue{}; // this and the rest: guarded by mutex
    std::size_t running = 0;
    bool closed = false;

    void work_until_closed() {
        std::unique_lock lock(mutex);
        for (;;) {
            work.wait(lock, [this] { return closed || !queue.empty(); });
            if (queue.empty()) {
                return;
            }
            auto task = std::move(queue.front());
            queue.pop_front();
            ++running;
            lock.unlock();
            try {
                task();
            } catch (...) {
                // a task's failure ends the task, nothing else
            }
            task = nullptr; // what it owns goes before anybody hears that it is done
            lock.lock();
            --running;
            if (running == 0 && queue.empty()) {
                idle.notify_all();
            }
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers == 0) {
        throw std::invalid_argument("a pool needs at least one worker");
    }
    impl_->threads.reserve(workers);
    for (std::size_t i = 0; i < workers; ++i) {
        impl_->threads.emplace_back([impl = impl_.get()] { impl->work_until_closed(); });
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->threads.size();
}

void ThreadPool::post(std::function<void()> task) { // HERE
    {
        const std::scoped_lock lock(impl_->mutex);
        if (impl_->closed) {
            return; // HERE
        }
        impl_->queue.push_back(std::move(task));
    }
    impl_->work.notify_one();
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
