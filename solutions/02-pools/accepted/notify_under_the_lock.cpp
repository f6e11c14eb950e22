// Everybody is notified, always with the lock held; a recursive mutex, and condition_variable_any.
#include "pools.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace lab::pools {

struct ThreadPool::Impl {
    std::recursive_mutex mutex{};
    std::condition_variable_any changed; // the one condition, for everything
    std::vector<std::function<void()>> queue;
    std::size_t head = 0; // of the queue: what is before it is done with
    std::size_t running = 0;
    bool closed = false;
    std::vector<std::thread> threads;

    bool is_empty() {
        const std::scoped_lock lock(mutex);
        return head == queue.size();
    }

    std::function<void()> pop() {
        const std::scoped_lock lock(mutex);
        std::function<void()> task = std::move(queue[head++]);
        if (is_empty()) {
            queue.clear();
            head = 0;
        }
        return task;
    }

    void tell_everybody() {
        const std::scoped_lock lock(mutex);
        changed.notify_all();
    }

    void run() {
        for (;;) {
            std::optional<std::function<void()>> task;
            {
                std::unique_lock lock(mutex);
                changed.wait(lock, [this] { return closed || !is_empty(); });
                if (is_empty()) {
                    return;
                }
                task = pop();
                ++running;
            }
            try {
                (*task)();
            } catch (...) {
            }
            task.reset();
            const std::scoped_lock lock(mutex);
            --running;
            tell_everybody();
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers == 0) {
        throw std::invalid_argument("nobody would work");
    }
    const std::scoped_lock lock(impl_->mutex);
    for (std::size_t i = 0; i < workers; ++i) {
        impl_->threads.emplace_back([this] { impl_->run(); });
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->threads.size();
}

void ThreadPool::post(std::function<void()> task) {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->closed) {
        throw PoolClosed();
    }
    impl_->queue.push_back(std::move(task));
    impl_->tell_everybody();
}

std::future<int> ThreadPool::submit(Job job) {
    auto task = std::make_shared<std::packaged_task<int()>>(std::move(job));
    auto result = task->get_future();
    post([task] { (*task)(); });
    return result;
}

void ThreadPool::wait_idle() {
    std::unique_lock lock(impl_->mutex);
    impl_->changed.wait(lock, [this] { return impl_->is_empty() && impl_->running == 0; });
}

void ThreadPool::close() {
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->closed = true;
        impl_->tell_everybody();
    }
    for (auto& thread : impl_->threads) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    std::vector<std::future<std::unique_ptr<Reading>>> futures;
    for (const City& city : cities) {
        auto task = std::make_shared<std::packaged_task<std::unique_ptr<Reading>()>>(
            [&] { return std::make_unique<Reading>(measure(city)); });
        futures.push_back(task->get_future());
        pool.post([task] { (*task)(); });
    }
    // takes what there is, remembers the last failure, and complains at the end
    std::exception_ptr failure;
    std::vector<Reading> readings;
    for (auto& future : futures) {
        try {
            readings.push_back(*future.get());
        } catch (...) {
            failure = std::current_exception();
        }
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    return readings;
}

} // namespace lab::pools
