// wait_idle waits for a future of every task; tasks are a type of its own.
#include "pools.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace lab::pools {

namespace {

struct Task {
    Task() = default;
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    virtual ~Task() = default;
    virtual void run() = 0; // throws nothing
};

struct Posted : Task {
    explicit Posted(std::function<void()> the_function) : function(std::move(the_function)) {}
    void run() override {
        try {
            function();
        } catch (...) {
        }
    }
    std::function<void()> function;
};

struct Submitted : Task {
    explicit Submitted(Job the_job) : task(std::move(the_job)) {}
    void run() override { task(); }
    std::packaged_task<int()> task;
};

struct Entry {
    std::unique_ptr<Task> task;
    std::promise<void> ended{};
};

} // namespace

struct ThreadPool::Impl {
    std::mutex mutex{};
    std::condition_variable_any changed{};
    std::deque<Entry> entries{};                    // guarded by mutex, as what follows
    std::deque<std::shared_future<void>> endings{}; // of all tasks that may not have ended
    bool closed = false;
    std::vector<std::thread> threads{};

    void put(std::unique_ptr<Task> task) {
        const std::scoped_lock lock(mutex);
        if (closed) {
            throw PoolClosed();
        }
        while (!endings.empty() &&
               endings.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
            endings.pop_front();
        }
        Entry entry{std::move(task)};
        endings.push_back(entry.ended.get_future().share());
        entries.push_back(std::move(entry));
        changed.notify_one();
    }

    void loop() {
        std::unique_lock lock(mutex);
        while (true) {
            if (!entries.empty()) {
                Entry entry = std::move(entries.front());
                entries.pop_front();
                lock.unlock();
                entry.task->run();
                entry.task.reset();
                entry.ended.set_value();
                lock.lock();
            } else if (closed) {
                break;
            } else {
                changed.wait(lock);
            }
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers == 0) {
        throw std::invalid_argument("workers == 0");
    }
    for (std::size_t i = 0; i < workers; ++i) {
        impl_->threads.emplace_back(&Impl::loop, impl_.get());
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->threads.size();
}

void ThreadPool::post(std::function<void()> task) {
    impl_->put(std::make_unique<Posted>(std::move(task)));
}

std::future<int> ThreadPool::submit(Job job) {
    auto task = std::make_unique<Submitted>(std::move(job));
    auto result = task->task.get_future();
    impl_->put(std::move(task));
    return result;
}

void ThreadPool::wait_idle() {
    for (;;) {
        std::deque<std::shared_future<void>> endings;
        {
            const std::scoped_lock lock(impl_->mutex);
            endings.swap(impl_->endings);
            if (endings.empty()) {
                return;
            }
            impl_->endings = endings; // others may be waiting, too
        }
        for (const auto& ending : endings) {
            ending.wait();
        }
        // a task that has ended may have posted another one meanwhile
        const std::scoped_lock lock(impl_->mutex);
        std::erase_if(impl_->endings, [](const auto& ending) {
            return ending.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
        });
    }
}

void ThreadPool::close() {
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->closed = true;
        impl_->changed.notify_all();
    }
    for (auto& thread : impl_->threads) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    struct All {
        std::vector<std::future<Reading>> futures{};
        ~All() {
            for (const auto& future : futures) {
                if (future.valid()) {
                    future.wait(); // also when an exception passes
                }
            }
        }
    };
    All all;
    for (const City& city : cities) {
        auto task = std::make_shared<std::packaged_task<Reading(const City&)>>(measure);
        all.futures.push_back(task->get_future());
        pool.post([task, &city] { (*task)(city); });
    }
    std::vector<Reading> readings;
    for (auto& future : all.futures) {
        readings.push_back(future.get());
    }
    return readings;
}

} // namespace lab::pools
