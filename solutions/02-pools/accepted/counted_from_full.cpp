// All workers count as running at first; each goes off the count where it looks for work. The end
// waits until the pool is idle, and sends the workers home then.
#include "pools.hpp"

#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>

namespace lab::pools {

struct ThreadPool::Impl {
    std::queue<std::function<void()>> tasks{};
    std::size_t tasks_running = 0;
    bool accepting = true;
    bool waiting = false;
    bool workers_running = true;
    std::mutex tasks_mutex{}; // guards all of the above
    std::condition_variable task_available_cv{};
    std::condition_variable tasks_done_cv{};
    std::size_t thread_count = 0;
    std::unique_ptr<std::thread[]> threads{};

    void worker() {
        std::function<void()> task;
        while (true) {
            std::unique_lock tasks_lock(tasks_mutex);
            --tasks_running;
            if (waiting && tasks_running == 0 && tasks.empty()) {
                tasks_done_cv.notify_all();
            }
            task_available_cv.wait(tasks_lock,
                                   [this] { return !tasks.empty() || !workers_running; });
            if (!workers_running) {
                break;
            }
            task = std::move(tasks.front());
            tasks.pop();
            ++tasks_running;
            tasks_lock.unlock();
            try {
                task();
            } catch (...) {
            }
            task = nullptr;
        }
    }

    void wait(std::unique_lock<std::mutex>& tasks_lock) {
        waiting = true; // stays so: to be told once too often does no harm
        tasks_done_cv.wait(tasks_lock, [this] { return tasks_running == 0 && tasks.empty(); });
    }
};

ThreadPool::ThreadPool(const std::size_t num_threads) : impl_(std::make_unique<Impl>()) {
    if (num_threads == 0) {
        throw std::invalid_argument("num_threads");
    }
    impl_->thread_count = num_threads;
    impl_->threads = std::make_unique<std::thread[]>(num_threads);
    impl_->tasks_running = num_threads;
    for (std::size_t i = 0; i < num_threads; ++i) {
        impl_->threads[i] = std::thread(&Impl::worker, impl_.get());
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->thread_count;
}

void ThreadPool::post(std::function<void()> task) {
    {
        const std::scoped_lock tasks_lock(impl_->tasks_mutex);
        if (!impl_->accepting) {
            throw PoolClosed();
        }
        impl_->tasks.emplace(std::move(task));
    }
    impl_->task_available_cv.notify_one();
}

std::future<int> ThreadPool::submit(Job job) {
    const auto task_promise = std::make_shared<std::promise<int>>();
    post([job = std::make_shared<Job>(std::move(job)), task_promise] {
        try {
            task_promise->set_value((*job)());
        } catch (...) {
            try {
                task_promise->set_exception(std::current_exception());
            } catch (...) {
            }
        }
    });
    return task_promise->get_future();
}

void ThreadPool::wait_idle() {
    std::unique_lock tasks_lock(impl_->tasks_mutex);
    impl_->wait(tasks_lock);
}

void ThreadPool::close() {
    {
        std::unique_lock tasks_lock(impl_->tasks_mutex);
        impl_->accepting = false;
        impl_->wait(tasks_lock);
        impl_->workers_running = false;
    }
    impl_->task_available_cv.notify_all();
    for (std::size_t i = 0; i < impl_->thread_count; ++i) {
        if (impl_->threads[i].joinable()) {
            impl_->threads[i].join();
        }
    }
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    // every n-th city for each of n workers
    const std::size_t blocks = pool.size();
    std::vector<std::vector<Reading>> found(blocks);
    std::vector<std::future<int>> futures;
    for (std::size_t block = 0; block < blocks; ++block) {
        futures.push_back(pool.submit([&, block] {
            std::vector<Reading> mine;
            for (std::size_t i = block; i < cities.size(); i += blocks) {
                mine.push_back(measure(cities[i]));
            }
            found[block] = std::move(mine);
            return 0;
        }));
    }
    for (const auto& future : futures) {
        future.wait();
    }
    for (auto& future : futures) {
        future.get();
    }
    std::vector<Reading> readings;
    readings.reserve(cities.size());
    for (std::size_t i = 0; i < cities.size(); ++i) {
        readings.push_back(std::move(found[i % blocks][i / blocks]));
    }
    return readings;
}

} // namespace lab::pools
