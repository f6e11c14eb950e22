// Every change is a promise kept: who waits, waits for the future of the next change.
#include "queues.hpp"
#include <barrier>
#include <exception>
#include <future>
#include <list>
#include <map>
#include <mutex>
#include <thread>

namespace lab::queues {

using Clock = std::chrono::steady_clock;

struct TaskQueue::Impl {
    explicit Impl(std::size_t most) : capacity(most) {}
    const std::size_t capacity;
    mutable std::mutex mutex{}; // guards the rest
    std::list<std::unique_ptr<Item>> items{};
    std::size_t in_hands = 0;
    bool closed = false;
    std::promise<void> change{};
    std::shared_future<void> changed{change.get_future()};

    bool full() const { return capacity > 0 && items.size() == capacity; }

    // mutex held
    void tell() {
        std::promise<void> next;
        changed = next.get_future().share();
        std::promise<void> now = std::exchange(change, std::move(next));
        now.set_value();
    }

    template <typename Ready>
    void wait(std::unique_lock<std::mutex>& lock, Ready ready) {
        while (!ready()) {
            const std::shared_future<void> next = changed;
            lock.unlock();
            next.wait();
            lock.lock();
        }
    }

    void add(std::unique_ptr<Item> item) {
        items.push_back(std::move(item));
        tell();
    }

    template <typename Result>
    Result take() {
        Result result(std::move(*items.front()));
        items.pop_front();
        ++in_hands;
        tell();
        return result;
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(std::make_unique<Impl>(capacity)) {}
TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    auto held = std::make_unique<Item>(std::move(item));
    std::unique_lock lock(impl_->mutex);
    impl_->wait(lock, [&] { return impl_->closed || !impl_->full(); });
    if (impl_->closed) {
        throw QueueClosed();
    }
    impl_->add(std::move(held));
}

bool TaskQueue::try_put(Item item) {
    auto held = std::make_unique<Item>(std::move(item));
    const std::lock_guard lock(impl_->mutex);
    if (impl_->closed || impl_->full()) {
        return false;
    }
    impl_->add(std::move(held));
    return true;
}

Item TaskQueue::get() {
    std::unique_lock lock(impl_->mutex);
    impl_->wait(lock, [&] { return impl_->closed || !impl_->items.empty(); });
    if (impl_->items.empty()) {
        throw QueueClosed();
    }
    return impl_->take<Item>();
}

std::optional<Item> TaskQueue::try_get() {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->items.empty()) {
        return {};
    }
    return impl_->take<std::optional<Item>>();
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    const auto end = Clock::now() + limit;
    std::unique_lock lock(impl_->mutex);
    while (impl_->items.empty()) {
        if (impl_->closed) {
            return {};
        }
        const std::shared_future<void> next = impl_->changed;
        lock.unlock();
        const std::future_status status = next.wait_until(end);
        lock.lock();
        if (status == std::future_status::timeout && impl_->items.empty()) {
            return {};
        }
    }
    return impl_->take<std::optional<Item>>();
}

void TaskQueue::task_done() {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->in_hands == 0) {
        throw std::logic_error("task_done");
    }
    if (--impl_->in_hands == 0) {
        impl_->tell();
    }
}

void TaskQueue::join() {
    std::unique_lock lock(impl_->mutex);
    impl_->wait(lock, [&] { return impl_->in_hands == 0 && impl_->items.empty(); });
}

void TaskQueue::close() {
    const std::lock_guard lock(impl_->mutex);
    impl_->closed = true;
    impl_->tell();
}

std::size_t TaskQueue::size() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->items.size();
}

bool TaskQueue::empty() const {
    return size() == 0;
}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::vector<std::future<std::vector<Handled>>> teams;
    for (std::size_t w = 0; w < workers; ++w) {
        teams.push_back(std::async(std::launch::async, [&queue, &process, w] {
            std::vector<Handled> mine;
            try {
                while (true) {
                    const Item item = queue.get();
                    try {
                        process(item);
                        mine.push_back(Handled{.worker = w, .id = item.id});
                    } catch (...) {
                    }
                    queue.task_done();
                }
            } catch (const QueueClosed&) {
            }
            return mine;
        }));
    }
    std::vector<Handled> all;
    for (auto& team : teams) {
        const auto part = team.get();
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity);
    TaskQueue ready(capacity);
    std::once_flag failed_before;
    std::exception_ptr failure;
    const auto shut = [&]() noexcept { ready.close(); };
    std::barrier door(static_cast<std::ptrdiff_t>(transformers), shut);
    std::map<int, std::string> collected;
    {
        std::vector<std::jthread> crew;
        crew.emplace_back([&] {
            try {
                while (true) {
                    Item item = ready.get();
                    collected.emplace(item.id, std::move(item.text));
                }
            } catch (const QueueClosed&) {
            }
        });
        for (std::size_t t = 0; t < transformers; ++t) {
            crew.emplace_back([&] {
                try {
                    for (;;) {
                        Item item = raw.get();
                        try {
                            item.text = transform(item.text);
                        } catch (...) {
                            std::call_once(failed_before,
                                           [&] { failure = std::current_exception(); });
                            raw.close();
                            break;
                        }
                        ready.put(std::move(item));
                    }
                } catch (const QueueClosed&) {
                }
                door.arrive_and_drop();
            });
        }
        try {
            int id = 0;
            for (const std::string& line : lines) {
                raw.put(Item(id++, line));
            }
        } catch (const QueueClosed&) {
        }
        raw.close();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    std::vector<std::string> results;
    for (auto& [id, text] : collected) {
        results.push_back(std::move(text));
    }
    return results;
}

} // namespace lab::queues
