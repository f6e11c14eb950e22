// Leader/follower on a chain of futures: whoever leads sleeps on the next link, then gives up the
// lead.
#include "pools.hpp"
#include <atomic>
#include <exception>
#include <latch>
#include <mutex>
#include <optional>
#include <thread>

namespace lab::pools {

struct ThreadPool::Impl {
    struct Link;
    using Next = std::unique_ptr<Link>;
    struct Link {
        std::function<void()> task;
        std::future<Next> next;
    };

    std::mutex leader{};
    std::future<Next> head{}; // guarded by leader
    bool over = false;        // guarded by leader
    std::mutex door{};
    std::promise<Next> tail{}; // guarded by door
    bool closed = false;       // guarded by door
    std::atomic<std::size_t> pending{0};
    std::vector<std::jthread> threads{};
    std::size_t workers = 0;

    Next follow() {
        const std::lock_guard lead(leader);
        if (over) {
            return nullptr;
        }
        Next link = head.get();
        if (link == nullptr) {
            over = true;
        } else {
            head = std::move(link->next);
        }
        return link;
    }

    void run() {
        while (Next link = follow()) {
            try {
                link->task();
            } catch (...) {
            }
            link.reset();
            if (pending.fetch_sub(1) == 1) {
                pending.notify_all();
            }
        }
    }
};

ThreadPool::ThreadPool(std::size_t workers) : impl_(std::make_unique<Impl>()) {
    if (workers < 1) {
        throw std::invalid_argument("no workers");
    }
    impl_->workers = workers;
    impl_->head = impl_->tail.get_future();
    while (impl_->threads.size() < workers) {
        impl_->threads.emplace_back(&Impl::run, impl_.get());
    }
}

ThreadPool::~ThreadPool() {
    close();
}

std::size_t ThreadPool::size() const noexcept {
    return impl_->workers;
}

void ThreadPool::post(std::function<void()> task) {
    std::promise<Impl::Next> fresh;
    auto link = std::make_unique<Impl::Link>(std::move(task), fresh.get_future());
    const std::lock_guard lock(impl_->door);
    if (impl_->closed) {
        throw PoolClosed();
    }
    ++impl_->pending;
    impl_->tail.set_value(std::move(link));
    impl_->tail = std::move(fresh);
}

std::future<int> ThreadPool::submit(Job job) {
    struct Errand {
        Job job;
        std::promise<int> result{};
    };
    auto errand = std::make_shared<Errand>(std::move(job));
    auto future = errand->result.get_future();
    post([errand] {
        try {
            errand->result.set_value(errand->job());
        } catch (...) {
            errand->result.set_exception(std::current_exception());
        }
    });
    return future;
}

void ThreadPool::wait_idle() {
    while (const std::size_t n = impl_->pending.load()) {
        impl_->pending.wait(n);
    }
}

void ThreadPool::close() {
    {
        const std::lock_guard lock(impl_->door);
        if (!impl_->closed) {
            impl_->closed = true;
            impl_->tail.set_value(nullptr);
        }
    }
    impl_->threads.clear();
}

std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure) {
    struct Round {
        explicit Round(std::size_t n) : slots(n), left(static_cast<std::ptrdiff_t>(n)) {}
        std::vector<std::optional<Reading>> slots;
        std::latch left;
        std::once_flag first{};
        std::exception_ptr error{};
    };
    auto round = std::make_shared<Round>(cities.size());
    for (std::size_t i = 0; i < cities.size(); ++i) {
        pool.post([round, &measure, cities, i] {
            try {
                round->slots[i].emplace(measure(cities[i]));
            } catch (...) {
                std::call_once(round->first, [&] { round->error = std::current_exception(); });
            }
            round->left.count_down();
        });
    }
    round->left.wait();
    if (round->error) {
        std::rethrow_exception(round->error);
    }
    std::vector<Reading> all;
    for (auto& slot : round->slots) {
        all.push_back(std::move(*slot));
    }
    return all;
}

} // namespace lab::pools
