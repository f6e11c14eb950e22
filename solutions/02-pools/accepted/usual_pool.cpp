// The pool as it is found in many books and libraries: one mutex, one condition, everybody is
// woken.
#include "pools.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>

namespace lab::pools {

struct ThreadPool::Impl {
    std::vector<std::thread> workers;
    std::queue<std::function<void()>> tasks;
    std::mutex queue_mutex;
    std::condition_variable condition;
    std::size_t tasks_total = 0; // queued or running
    bool stop = false;
};

ThreadPool::ThreadPool(std::size_t threads) : impl_(new Impl()) {
    if (!threads) {
        throw std::invalid_argument("ThreadPool: no threads");
    }
    for (std::size_t i = 0; i < threads; ++i)
        impl_->workers.emplace_back([this] {
            for (;;) {
                std::function<void()> task;
                {
                    std::unique_lock<std::mutex> lock(this->impl_->queue_mutex);
                    this->impl_->condition.wait(
                        lock, [this] { return this->impl_->stop || !this->impl_->tasks.empty(); });
                    if (this->impl_->stop && this->impl_->tasks.empty())
                        return;
                    task = std::move(this->impl_->tasks.front());
                    this->impl_->tasks.pop();
                }
                try {
                    task();
                } catch (...) {
                }
                task = nullptr;
                std::unique_lock<std::mutex> lock(this->impl_->queue_mutex);
                --this->impl_->tasks_total;
                this->impl_->condition.notify_all();
            }
        });
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->workers.size();
}

void ThreadPool::post(std::function<void()> task) {
    {
        std::unique_lock<std::mutex> lock(impl_->queue_mutex);
        if (impl_->stop)
            throw PoolClosed();
        impl_->tasks.emplace(std::move(task));
        ++impl_->tasks_total;
    }
    impl_->condition.notify_all();
}

std::future<int> ThreadPool::submit(Job job) {
    auto task = std::make_shared<std::packaged_task<int()>>(
        [job = std::make_shared<Job>(std::move(job))] { return (*job)(); });
    std::future<int> res = task->get_future();
    post([task]() { (*task)(); });
    return res;
}

void ThreadPool::wait_idle() {
    std::unique_lock<std::mutex> lock(impl_->queue_mutex);
    impl_->condition.wait(lock, [this] { return impl_->tasks_total == 0; });
}

void ThreadPool::close() {
    {
        std::unique_lock<std::mutex> lock(impl_->queue_mutex);
        impl_->stop = true;
    }
    impl_->condition.notify_all();
    for (std::thread& worker : impl_->workers)
        if (worker.joinable())
            worker.join();
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    // contiguous blocks, one for each worker, sizes that differ by one at the most
    std::vector<std::future<std::vector<Reading>>> blocks;
    const std::size_t count = std::min(pool.size(), cities.size());
    for (std::size_t block = 0; block < count; ++block) {
        const std::size_t first = block * cities.size() / count;
        const std::size_t last = (block + 1) * cities.size() / count;
        auto task = std::make_shared<std::packaged_task<std::vector<Reading>()>>(
            [part = cities.subspan(first, last - first), &measure] {
                std::vector<Reading> readings;
                readings.reserve(part.size());
                for (const City& city : part) {
                    readings.push_back(measure(city));
                }
                return readings;
            });
        blocks.push_back(task->get_future());
        pool.post([task] { (*task)(); });
    }
    for (auto& block : blocks) {
        block.wait();
    }
    std::vector<Reading> readings;
    for (auto& block : blocks) {
        for (Reading& reading : block.get()) {
            readings.push_back(std::move(reading));
        }
    }
    return readings;
}

} // namespace lab::pools
