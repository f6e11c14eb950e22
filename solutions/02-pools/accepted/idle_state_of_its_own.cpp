// The queue has one mutex, idleness another: an atomic count of what is not done, and who brings it
// to nothing tells those who wait.
#include "pools.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace lab::pools {

namespace {

// How much is left to do.
class Outstanding {
public:
    void add() { ++count_; }

    void done() {
        if (--count_ == 0) {
            // whoever has seen a count above nothing is asleep before the lock can be had
            {
                const std::lock_guard lock(mutex_);
            }
            none_.notify_all();
        }
    }

    void wait() {
        std::unique_lock lock(mutex_);
        while (count_ != 0) {
            none_.wait(lock);
        }
    }

private:
    std::atomic<int> count_{0};
    std::mutex mutex_;
    std::condition_variable none_;
};

class Queue {
public:
    bool push(std::function<void()>& task, Outstanding& outstanding) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_) {
                return false;
            }
            outstanding.add();
            tasks_.push_back(std::move(task));
        }
        more_.notify_one();
        return true;
    }

    std::optional<std::function<void()>> pop() {
        std::unique_lock lock(mutex_);
        more_.wait(lock, [this] { return !tasks_.empty() || closed_; });
        if (tasks_.empty()) {
            return std::nullopt;
        }
        std::optional task = std::move(tasks_.front());
        tasks_.pop_front();
        return task;
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        more_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable more_;
    std::deque<std::function<void()>> tasks_;
    bool closed_ = false;
};

} // namespace

struct ThreadPool::Impl {
    Queue queue;
    Outstanding outstanding;
    std::once_flag closing;
    std::size_t size = 0;
    std::vector<std::jthread> threads; // last: joined first
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers == 0) {
        throw std::invalid_argument("0 workers");
    }
    impl_->size = workers;
    for (std::size_t i = 0; i < workers; ++i) {
        impl_->threads.emplace_back([impl = impl_.get()] {
            while (auto task = impl->queue.pop()) {
                try {
                    (*task)();
                } catch (...) {
                }
                task.reset();
                impl->outstanding.done();
            }
        });
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->size;
}

void ThreadPool::post(std::function<void()> task) {
    if (!impl_->queue.push(task, impl_->outstanding)) {
        throw PoolClosed();
    }
}

std::future<int> ThreadPool::submit(Job job) {
    auto task = std::make_shared<std::packaged_task<int()>>(std::move(job));
    auto result = task->get_future();
    post([task] { (*task)(); });
    return result;
}

void ThreadPool::wait_idle() {
    impl_->outstanding.wait();
}

void ThreadPool::close() {
    std::call_once(impl_->closing, [this] {
        impl_->queue.close();
        impl_->threads.clear();
    });
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    // as wait_idle does it, for its own calls only
    const auto outstanding = std::make_shared<Outstanding>();
    std::vector<std::optional<Reading>> slots(cities.size());
    std::atomic<std::size_t> failed{cities.size()};
    std::vector<std::exception_ptr> failures(cities.size());
    for (std::size_t i = 0; i < cities.size(); ++i) {
        outstanding->add();
        pool.post([&, i, outstanding] {
            try {
                slots[i].emplace(measure(cities[i]));
            } catch (...) {
                failures[i] = std::current_exception();
                failed = i;
            }
            outstanding->done();
        });
    }
    outstanding->wait();
    if (failed < cities.size()) {
        std::rethrow_exception(failures[failed]);
    }
    std::vector<Reading> readings;
    for (const auto& slot : slots) {
        readings.push_back(*slot);
    }
    return readings;
}

} // namespace lab::pools
