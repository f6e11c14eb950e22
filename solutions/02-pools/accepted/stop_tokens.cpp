// jthread, stop_token and condition_variable_any: a worker ends when it is asked to and the queue
// is empty.
#include "pools.hpp"

#include <condition_variable>
#include <list>
#include <mutex>
#include <stop_token>
#include <thread>

namespace lab::pools {

struct ThreadPool::Impl {
    mutable std::mutex m{};
    std::condition_variable_any cv{};
    std::condition_variable_any done_cv{};
    std::list<std::function<void()>> jobs{};
    int busy = 0;
    std::stop_source source{};
    std::size_t count = 0;
    std::vector<std::jthread> threads{};

    void worker(const std::stop_token& token) {
        std::unique_lock lk(m);
        while (cv.wait(lk, token, [&] { return !jobs.empty(); }) || !jobs.empty()) {
            std::list<std::function<void()>> mine;
            mine.splice(mine.begin(), jobs, jobs.begin());
            ++busy;
            lk.unlock();
            try {
                mine.front()();
            } catch (...) {
            }
            mine.clear();
            lk.lock();
            --busy;
            done_cv.notify_all();
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(new Impl) {
    if (workers < 1) {
        throw std::invalid_argument("workers");
    }
    impl_->count = workers;
    while (impl_->threads.size() < workers) {
        impl_->threads.emplace_back(
            [this, token = impl_->source.get_token()] { impl_->worker(token); });
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->count;
}

void ThreadPool::post(std::function<void()> task) {
    std::unique_lock lk(impl_->m);
    if (impl_->source.stop_requested()) {
        throw PoolClosed();
    }
    impl_->jobs.push_back(std::move(task));
    impl_->cv.notify_one(); // with the lock held
}

std::future<int> ThreadPool::submit(Job job) {
    std::packaged_task<int()> task(std::move(job));
    auto future = task.get_future();
    post([p = std::make_shared<decltype(task)>(std::move(task))] { (*p)(); });
    return future;
}

void ThreadPool::wait_idle() {
    std::unique_lock lk(impl_->m);
    while (impl_->busy != 0 || !impl_->jobs.empty()) {
        impl_->done_cv.wait(lk);
    }
}

void ThreadPool::close() {
    {
        // so that no post is between its look and its push
        const std::lock_guard lk(impl_->m);
        impl_->source.request_stop();
    }
    impl_->threads.clear(); // each jthread joins
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    std::vector<std::unique_ptr<Reading>> found(cities.size());
    std::vector<std::future<int>> signs;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        signs.push_back(pool.submit([&, i] {
            found[i] = std::make_unique<Reading>(measure(cities[i]));
            return 0;
        }));
    }
    std::exception_ptr first;
    for (auto& sign : signs) {
        try {
            sign.get();
        } catch (...) {
            first = first ? first : std::current_exception();
        }
    }
    if (first) {
        std::rethrow_exception(first);
    }
    std::vector<Reading> readings;
    for (const auto& reading : found) {
        readings.push_back(std::move(*reading));
    }
    return readings;
}

} // namespace lab::pools
