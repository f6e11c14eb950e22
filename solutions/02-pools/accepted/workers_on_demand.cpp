// Workers are made when a task comes and nobody is free, never more than the pool's size; tasks in
// a linked list.
#include "pools.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace lab::pools {

namespace {

struct Node {
    std::function<void()> task;
    std::unique_ptr<Node> next{};
};

} // namespace

struct ThreadPool::Impl {
    std::size_t most = 0;
    std::mutex mutex{};
    std::condition_variable wake{};
    std::unique_ptr<Node> head{}; // all that follows: guarded by mutex
    Node* tail = nullptr;
    std::size_t length = 0;
    std::size_t free = 0;
    std::size_t busy = 0;
    bool closed = false;
    std::vector<std::thread> threads{};

    void put(std::function<void()> task) {
        auto node = std::make_unique<Node>(Node{std::move(task)});
        Node* const last = node.get();
        (tail == nullptr ? head : tail->next) = std::move(node);
        tail = last;
        ++length;
    }

    std::unique_ptr<Node> take() {
        std::unique_ptr<Node> node = std::move(head);
        head = std::move(node->next);
        if (head == nullptr) {
            tail = nullptr;
        }
        --length;
        return node;
    }

    void live() {
        std::unique_lock lock(mutex);
        for (;;) {
            while (head == nullptr && !closed) {
                ++free;
                wake.wait(lock);
                --free;
            }
            if (head == nullptr) {
                return;
            }
            std::unique_ptr<Node> node = take();
            ++busy;
            lock.unlock();
            try {
                node->task();
            } catch (...) {
            }
            node.reset();
            lock.lock();
            if (--busy == 0 && head == nullptr) {
                wake.notify_all();
            }
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers == 0) {
        throw std::invalid_argument("zero");
    }
    impl_->most = workers;
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->most;
}

void ThreadPool::post(std::function<void()> task) {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->closed) {
        throw PoolClosed();
    }
    impl_->put(std::move(task));
    if (impl_->length > impl_->free && impl_->threads.size() < impl_->most) {
        impl_->threads.emplace_back([impl = impl_.get()] { impl->live(); });
    }
    impl_->wake.notify_all();
}

std::future<int> ThreadPool::submit(Job job) {
    auto task = std::make_shared<std::packaged_task<int()>>(std::move(job));
    auto result = task->get_future();
    post([task] { (*task)(); });
    return result;
}

void ThreadPool::wait_idle() {
    std::unique_lock lock(impl_->mutex);
    impl_->wake.wait(lock, [this] { return impl_->head == nullptr && impl_->busy == 0; });
}

void ThreadPool::close() {
    std::vector<std::thread> threads;
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->closed = true;
        threads.swap(impl_->threads);
        impl_->wake.notify_all();
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    std::vector<std::promise<Reading>> promises(cities.size());
    std::vector<std::shared_future<Reading>> futures;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        futures.emplace_back(promises[i].get_future());
        // the promise goes with its task: who sets it may still be in it when the caller goes on
        auto promise = std::make_shared<std::promise<Reading>>(std::move(promises[i]));
        pool.post([promise, &measure, &city = cities[i]] {
            try {
                promise->set_value(measure(city));
            } catch (...) {
                promise->set_exception(std::current_exception());
            }
        });
    }
    for (const auto& future : futures) {
        future.wait();
    }
    std::vector<Reading> readings;
    for (const auto& future : futures) {
        readings.push_back(future.get());
    }
    return readings;
}

} // namespace lab::pools
