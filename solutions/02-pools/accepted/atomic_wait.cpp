// std::atomic::wait is the event: a ticket counter for the workers, a count for whoever waits.
#include "pools.hpp"

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace lab::pools {

struct ThreadPool::Impl {
    std::mutex mutex{};
    std::deque<std::function<void()>> queue{}; // guarded by mutex
    bool closed = false;                       // guarded by mutex
    std::atomic<std::uint32_t> news{0};        // grows with each task, and at the end
    std::atomic<std::uint32_t> unfinished{0};  // tasks queued or running
    std::vector<std::thread> threads{};

    enum class Found { task, nothing, end };

    Found take(std::function<void()>& task) {
        const std::scoped_lock lock(mutex);
        if (queue.empty()) {
            return closed ? Found::end : Found::nothing;
        }
        task = std::move(queue.front());
        queue.pop_front();
        return Found::task;
    }

    void work() {
        for (;;) {
            const std::uint32_t seen = news;
            std::function<void()> task;
            const Found found = take(task);
            if (found == Found::end) {
                return;
            }
            if (found == Found::nothing) {
                news.wait(seen);
                continue;
            }
            try {
                task();
            } catch (...) {
            }
            task = nullptr;
            if (--unfinished == 0) {
                unfinished.notify_all();
            }
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers == 0) {
        throw std::invalid_argument("a pool of nobody");
    }
    for (std::size_t i = 0; i < workers; ++i) {
        impl_->threads.emplace_back(&Impl::work, impl_.get());
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->threads.size();
}

void ThreadPool::post(std::function<void()> task) {
    {
        const std::scoped_lock lock(impl_->mutex);
        if (impl_->closed) {
            throw PoolClosed();
        }
        ++impl_->unfinished;
        impl_->queue.push_back(std::move(task));
    }
    ++impl_->news;
    impl_->news.notify_all();
}

std::future<int> ThreadPool::submit(Job job) {
    auto task = std::make_shared<std::packaged_task<int()>>(std::move(job));
    auto future = task->get_future();
    post([task = std::move(task)] { (*task)(); });
    return future;
}

void ThreadPool::wait_idle() {
    for (std::uint32_t left = impl_->unfinished; left != 0; left = impl_->unfinished) {
        impl_->unfinished.wait(left);
    }
}

void ThreadPool::close() {
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->closed = true;
    }
    ++impl_->news;
    impl_->news.notify_all();
    for (auto& thread : impl_->threads) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    struct Shared {
        std::vector<std::optional<Reading>> slots;
        std::atomic<std::size_t> left;
        std::mutex mutex{};
        std::exception_ptr error{};
    };
    // the last call still touches `left` when the caller goes on
    const auto shared =
        std::make_shared<Shared>(std::vector<std::optional<Reading>>(cities.size()), cities.size());
    for (std::size_t i = 0; i < cities.size(); ++i) {
        pool.post([shared, &measure, &city = cities[i], i] {
            try {
                shared->slots[i].emplace(measure(city));
            } catch (...) {
                const std::scoped_lock lock(shared->mutex);
                shared->error = std::current_exception();
            }
            if (--shared->left == 0) {
                shared->left.notify_one();
            }
        });
    }
    for (std::size_t left = shared->left; left != 0; left = shared->left) {
        shared->left.wait(left);
    }
    if (shared->error) {
        std::rethrow_exception(shared->error);
    }
    std::vector<Reading> readings;
    for (auto& slot : shared->slots) {
        readings.push_back(std::move(slot).value());
    }
    return readings;
}

} // namespace lab::pools
