// A ring buffer that grows; an empty function for each worker marks the end; callable tasks only
// otherwise. POSIX threads.
#include "pools.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <pthread.h>

namespace lab::pools {

namespace {

using Task = std::function<void()>;

class Ring {
public:
    bool empty() const { return count_ == 0; }

    void push(Task task) {
        if (count_ == places_.size()) {
            std::vector<Task> larger(2 * places_.size());
            for (std::size_t i = 0; i < count_; ++i) {
                larger[i] = std::move(places_[(head_ + i) % places_.size()]);
            }
            places_.swap(larger);
            head_ = 0;
        }
        places_[(head_ + count_++) % places_.size()] = std::move(task);
    }

    Task pop() {
        Task task;
        task.swap(places_[head_]);
        head_ = (head_ + 1) % places_.size();
        --count_;
        return task;
    }

private:
    std::vector<Task> places_ = std::vector<Task>(4);
    std::size_t head_ = 0;
    std::size_t count_ = 0;
};

} // namespace

struct ThreadPool::Impl {
    std::mutex mutex{};
    std::condition_variable not_empty{};
    std::condition_variable all_done{};
    Ring ring{};
    std::size_t pending = 0; // tasks, not markers
    bool closed = false;
    std::vector<pthread_t> threads{};

    void serve() {
        for (;;) {
            Task task;
            {
                std::unique_lock lock(mutex);
                while (ring.empty()) {
                    not_empty.wait(lock);
                }
                task = ring.pop();
            }
            if (!task) {
                return;
            }
            try {
                task();
            } catch (...) {
            }
            task = Task();
            {
                const std::scoped_lock lock(mutex);
                --pending;
            }
            all_done.notify_all();
        }
    }

    static void* enter(void* impl) {
        static_cast<Impl*>(impl)->serve();
        return nullptr;
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers == 0) {
        throw std::invalid_argument("pool without workers");
    }
    impl_->threads.resize(workers);
    for (pthread_t& thread : impl_->threads) {
        if (pthread_create(&thread, nullptr, Impl::enter, impl_.get()) != 0) {
            throw std::runtime_error("no more threads");
        }
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
        impl_->ring.push(std::move(task));
        ++impl_->pending;
    }
    impl_->not_empty.notify_one();
}

std::future<int> ThreadPool::submit(Job job) {
    auto task = std::make_shared<std::packaged_task<int()>>(std::move(job));
    post([task] { (*task)(); });
    return task->get_future();
}

void ThreadPool::wait_idle() {
    std::unique_lock lock(impl_->mutex);
    while (impl_->pending > 0) {
        impl_->all_done.wait(lock);
    }
}

void ThreadPool::close() {
    {
        const std::scoped_lock lock(impl_->mutex);
        if (impl_->closed) {
            return;
        }
        impl_->closed = true;
        for (std::size_t i = 0; i < impl_->threads.size(); ++i) {
            impl_->ring.push(Task());
        }
    }
    impl_->not_empty.notify_all();
    for (const pthread_t thread : impl_->threads) {
        pthread_join(thread, nullptr);
    }
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    std::mutex mutex;
    std::condition_variable all;
    std::size_t left = cities.size();
    std::exception_ptr error;
    std::vector<std::optional<Reading>> slots(cities.size());
    for (std::size_t i = 0; i < cities.size(); ++i) {
        pool.post([&, i] {
            std::optional<Reading> reading;
            std::exception_ptr failure;
            try {
                reading = measure(cities[i]);
            } catch (...) {
                failure = std::current_exception();
            }
            const std::scoped_lock lock(mutex);
            slots[i] = std::move(reading);
            if (!error) {
                error = failure;
            }
            if (--left == 0) {
                all.notify_one(); // with the lock held: the caller destroys both right after
            }
        });
    }
    std::unique_lock lock(mutex);
    all.wait(lock, [&] { return left == 0; });
    if (error) {
        std::rethrow_exception(error);
    }
    std::vector<Reading> readings;
    for (auto& slot : slots) {
        readings.push_back(std::move(*slot));
    }
    return readings;
}

} // namespace lab::pools
