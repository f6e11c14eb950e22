// Hand-over: every idle worker lies on an intrusive stack with a condition variable of its own.
#include "pools.hpp"
#include <condition_variable>
#include <exception>
#include <mutex>
#include <semaphore.h>
#include <thread>

namespace lab::pools {

namespace {

struct Node {
    explicit Node(std::function<void()> f) : call(std::move(f)) {}
    std::function<void()> call;
    Node* next = nullptr;
};

struct Sleeper {
    std::condition_variable_any wake{};
    Node* given = nullptr;
    bool go_home = false;
    Sleeper* below = nullptr;
};

struct Waiter {
    Waiter() { sem_init(&told, 0, 0); }
    ~Waiter() { sem_destroy(&told); }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    sem_t told{};
    Waiter* next = nullptr;
};

} // namespace

struct ThreadPool::Impl {
    explicit Impl(std::size_t n) : size(n) {}
    const std::size_t size;
    std::recursive_mutex monitor{}; // guards everything below but threads
    Node* first = nullptr;
    Node** last = &first;
    Sleeper* idle = nullptr;
    Waiter* waiters = nullptr;
    std::size_t unfinished = 0;
    bool closed = false;
    std::vector<std::thread> threads{};

    Node* next_task(Sleeper& me) {
        std::unique_lock lock(monitor);
        if (first != nullptr) {
            Node* node = first;
            first = node->next;
            if (first == nullptr) {
                last = &first;
            }
            return node;
        }
        if (closed) {
            return nullptr;
        }
        me.given = nullptr;
        me.below = idle;
        idle = &me;
        while (me.given == nullptr && !me.go_home) {
            me.wake.wait(lock);
        }
        return me.given;
    }

    void finished() {
        const std::lock_guard lock(monitor);
        if (--unfinished != 0) {
            return;
        }
        while (waiters != nullptr) {
            Waiter* w = waiters;
            waiters = w->next;
            sem_post(&w->told);
        }
    }

    void loop() {
        Sleeper me;
        while (Node* node = next_task(me)) {
            try {
                node->call();
            } catch (...) {
            }
            delete node;
            finished();
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>(workers)) {
    if (workers == 0) {
        throw std::invalid_argument("ThreadPool(0)");
    }
    for (std::size_t i = 0; i != workers; ++i) {
        impl_->threads.push_back(std::thread([this_impl = impl_.get()] { this_impl->loop(); }));
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->size;
}

void ThreadPool::post(std::function<void()> task) {
    auto node = std::make_unique<Node>(std::move(task));
    const std::lock_guard lock(impl_->monitor);
    if (impl_->closed) {
        throw PoolClosed();
    }
    ++impl_->unfinished;
    if (Sleeper* sleeper = impl_->idle) {
        impl_->idle = sleeper->below;
        sleeper->given = node.release();
        sleeper->wake.notify_one();
        return;
    }
    *impl_->last = node.release();
    impl_->last = &(*impl_->last)->next;
}

std::future<int> ThreadPool::submit(Job job) {
    std::promise<int> promise;
    auto future = promise.get_future();
    auto shared =
        std::make_shared<std::pair<Job, std::promise<int>>>(std::move(job), std::move(promise));
    post([shared]() mutable {
        int value = 0;
        try {
            value = shared->first();
        } catch (...) {
            shared->second.set_exception(std::current_exception());
            return;
        }
        shared->second.set_value(value);
    });
    return future;
}

void ThreadPool::wait_idle() {
    Waiter me;
    {
        const std::lock_guard lock(impl_->monitor);
        if (impl_->unfinished == 0) {
            return;
        }
        me.next = impl_->waiters;
        impl_->waiters = &me;
    }
    while (sem_wait(&me.told) != 0) {
    }
    const std::lock_guard lock(impl_->monitor); // the teller has left the semaphore
}

void ThreadPool::close() {
    {
        const std::lock_guard lock(impl_->monitor);
        impl_->closed = true;
        for (Sleeper* s = std::exchange(impl_->idle, nullptr); s != nullptr;) {
            Sleeper* below = s->below;
            s->go_home = true;
            s->wake.notify_all();
            s = below;
        }
    }
    for (std::thread& t : impl_->threads) {
        t.join();
    }
    impl_->threads.clear();
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    // As many runners as help, each draws the next index.
    struct Shared {
        std::mutex mutex{};
        std::condition_variable ended{};
        std::size_t next = 0;
        std::size_t runners = 0;
        std::exception_ptr error{};
        std::vector<std::unique_ptr<Reading>> out{};
    } shared;
    shared.out.resize(cities.size());
    const std::size_t runners = std::min(pool.size(), cities.size());
    shared.runners = runners;
    for (std::size_t r = 0; r < runners; ++r) {
        pool.post([&] {
            std::unique_lock lock(shared.mutex);
            while (shared.next < cities.size() && !shared.error) {
                const std::size_t mine = shared.next++;
                lock.unlock();
                std::unique_ptr<Reading> reading;
                std::exception_ptr error;
                try {
                    reading = std::make_unique<Reading>(measure(cities[mine]));
                } catch (...) {
                    error = std::current_exception();
                }
                lock.lock();
                shared.out[mine] = std::move(reading);
                if (error) {
                    shared.error = error;
                }
            }
            if (--shared.runners == 0) {
                shared.ended.notify_one();
            }
        });
    }
    std::unique_lock lock(shared.mutex);
    while (shared.runners > 0) {
        shared.ended.wait(lock);
    }
    if (shared.error) {
        std::rethrow_exception(shared.error);
    }
    std::vector<Reading> result;
    for (const auto& r : shared.out) {
        result.push_back(std::move(*r));
    }
    return result;
}

} // namespace lab::pools
