// Counters that only go up; the items lie in a map under their numbers. run_workers starts its
// workers one out of the other, and pipeline uses run_workers.
#include "queues.hpp"
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace lab::queues {

struct TaskQueue::Impl {
    const std::uint64_t room;
    mutable std::timed_mutex mutex{};
    std::condition_variable_any grew{}, shrank{}, settled{};
    std::unordered_map<std::uint64_t, Item> store{};
    std::uint64_t came = 0, went = 0, done = 0;
    bool shut = false;

    using Lock = std::unique_lock<std::timed_mutex>;

    // Gives the lock up.
    void put(Item& item, Lock& lock) {
        try {
            store.try_emplace(came, std::move(item));
        } catch (...) {
            lock.unlock();
            shrank.notify_one();
            throw;
        }
        ++came;
        lock.unlock();
        grew.notify_one();
    }

    template <class T>
    T get(Lock& lock) {
        const auto where = store.find(went);
        struct Finish {
            Impl& self;
            Lock& lock;
            decltype(where) at;
            int failures = std::uncaught_exceptions();
            ~Finish() {
                if (std::uncaught_exceptions() > failures) {
                    lock.unlock();
                    self.grew.notify_one();
                    return;
                }
                self.store.erase(at);
                ++self.went;
                lock.unlock();
                self.shrank.notify_one();
            }
        };
        const Finish finish{*this, lock, where};
        return T(std::move(where->second));
    }
};

TaskQueue::TaskQueue(std::size_t capacity)
    : impl_(new Impl{capacity == 0 ? UINT64_MAX : std::uint64_t{capacity}}) {}
TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    Impl::Lock lock(impl_->mutex);
    while (!impl_->shut && impl_->came - impl_->went >= impl_->room) {
        impl_->shrank.wait(lock);
    }
    if (impl_->shut) {
        throw QueueClosed();
    }
    impl_->put(item, lock);
}

bool TaskQueue::try_put(Item item) {
    Impl::Lock lock(impl_->mutex);
    const bool fits = !impl_->shut && impl_->came - impl_->went < impl_->room;
    if (fits) {
        impl_->put(item, lock);
    }
    return fits;
}

Item TaskQueue::get() {
    Impl::Lock lock(impl_->mutex);
    for (; impl_->came == impl_->went; impl_->grew.wait(lock)) {
        if (impl_->shut) {
            throw QueueClosed();
        }
    }
    return impl_->get<Item>(lock);
}

std::optional<Item> TaskQueue::try_get() {
    return get_for(std::chrono::milliseconds::zero());
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    Impl::Lock lock(impl_->mutex);
    while (impl_->came == impl_->went) {
        const auto remaining = limit - (Clock::now() - start);
        if (impl_->shut || remaining <= remaining.zero()) {
            return std::nullopt;
        }
        impl_->grew.wait_for(lock, remaining);
    }
    return impl_->get<std::optional<Item>>(lock);
}

void TaskQueue::task_done() {
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->done == impl_->went) {
            throw std::logic_error("nothing was taken");
        }
        if (++impl_->done != impl_->came) {
            return;
        }
    }
    impl_->settled.notify_all();
}

void TaskQueue::join() {
    Impl::Lock lock(impl_->mutex);
    while (impl_->done != impl_->came) {
        impl_->settled.wait(lock);
    }
}

void TaskQueue::close() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->shut = true;
    }
    impl_->grew.notify_all();
    impl_->shrank.notify_all();
}

std::size_t TaskQueue::size() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->came - impl_->went;
}

bool TaskQueue::empty() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->came == impl_->went;
}

namespace {

struct Crew {
    TaskQueue& queue;
    const std::size_t size;
    const Process& process;
    std::mutex mutex{};
    std::vector<Handled> handled{};

    void work(std::size_t number) {
        std::thread next;
        if (number + 1 < size) {
            next = std::thread(&Crew::work, this, number + 1);
        }
        try {
            for (;;) {
                const Item item = queue.get();
                bool good = true;
                try {
                    process(item);
                } catch (...) {
                    good = false;
                }
                if (good) {
                    const std::lock_guard lock(mutex);
                    handled.push_back({number, item.id});
                }
                queue.task_done();
            }
        } catch (const QueueClosed&) {
        }
        if (next.joinable()) {
            next.join();
        }
    }
};

} // namespace

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    Crew crew{queue, workers, process};
    crew.work(0);
    return std::move(crew.handled);
}

std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity), ready(capacity);
    std::mutex mutex;
    std::exception_ptr error;
    std::vector<std::string> out(lines.size());
    std::thread reader([&] {
        try {
            for (std::size_t i = 0; i < lines.size(); ++i) {
                raw.put(Item(static_cast<int>(i), lines[i]));
            }
        } catch (const QueueClosed&) {
        }
        raw.close();
    });
    std::thread collector([&] {
        run_workers(ready, 1,
                    [&](const Item& item) { out[static_cast<std::size_t>(item.id)] = item.text; });
    });
    run_workers(raw, transformers, [&](const Item& item) {
        std::string text;
        try {
            text = transform(item.text);
        } catch (...) {
            {
                const std::lock_guard lock(mutex);
                error = std::current_exception();
            }
            raw.close();
            return;
        }
        ready.put(Item(item.id, std::move(text)));
    });
    ready.close();
    reader.join();
    collector.join();
    if (error) {
        std::rethrow_exception(error);
    }
    return out;
}

} // namespace lab::queues
