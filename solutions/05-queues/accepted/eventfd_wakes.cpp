// Items and places are counted by the kernel: reading an eventfd takes one, or
// sleeps.
#include "queues.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace lab::queues {

namespace {

class Counter {
public:
    explicit Counter(unsigned count)
        : file_(eventfd(count, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC)) {
        if (file_ < 0) {
            throw std::system_error(errno, std::generic_category());
        }
    }
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;
    ~Counter() { ::close(file_); }

    bool try_take() {
        std::uint64_t one = 0;
        return read(file_, &one, sizeof one) == sizeof one;
    }

    void take() {
        while (!try_take()) {
            sleep(-1);
        }
    }

    bool take_within(std::chrono::milliseconds limit) {
        using Clock = std::chrono::steady_clock;
        const auto end = Clock::now() + limit;
        while (!try_take()) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
            if (left <= 0) {
                return false;
            }
            sleep(static_cast<int>(left));
        }
        return true;
    }

    void give() {
        const std::uint64_t one = 1;
        while (write(file_, &one, sizeof one) != sizeof one) {
        }
    }

private:
    void sleep(int milliseconds) const {
        pollfd entry{file_, POLLIN, 0};
        poll(&entry, 1, milliseconds);
    }

    int file_;
};

} // namespace

struct TaskQueue::Impl {
    explicit Impl(std::size_t capacity)
        : places(capacity == 0 ? 1'000'000'000U : static_cast<unsigned>(capacity)) {}

    Counter items{0};
    Counter places;
    Counter dones{0}; // one for ever, while there is nothing unfinished
    std::mutex mutex{};
    std::deque<Item> list{};
    std::size_t unfinished = 0;
    bool closed = false;

    // A place has been taken.
    bool add(Item& item) {
        const std::scoped_lock lock(mutex);
        if (closed) {
            places.give();
            return false;
        }
        try {
            list.push_back(std::move(item));
        } catch (...) {
            places.give();
            throw;
        }
        ++unfinished;
        items.give();
        return true;
    }

    // An item, or the sign of the end, has been taken.
    bool remove(std::optional<Item>& item) {
        const std::scoped_lock lock(mutex);
        if (list.empty()) {
            items.give();
            return false;
        }
        try {
            item.emplace(std::move(list.front()));
        } catch (...) {
            items.give();
            throw;
        }
        list.pop_front();
        places.give();
        return true;
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(std::make_unique<Impl>(capacity)) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    impl_->places.take();
    if (!impl_->add(item)) {
        throw QueueClosed();
    }
}

bool TaskQueue::try_put(Item item) {
    return impl_->places.try_take() && impl_->add(item);
}

Item TaskQueue::get() {
    impl_->items.take();
    std::optional<Item> item;
    if (!impl_->remove(item)) {
        throw QueueClosed();
    }
    return std::move(*item);
}

std::optional<Item> TaskQueue::try_get() {
    std::optional<Item> item;
    if (impl_->items.try_take()) {
        impl_->remove(item);
    }
    return item;
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    std::optional<Item> item;
    if (impl_->items.take_within(limit)) {
        impl_->remove(item);
    }
    return item;
}

void TaskQueue::task_done() {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->unfinished == impl_->list.size()) {
        throw std::logic_error("no item was taken that is not done");
    }
    --impl_->unfinished;
    if (impl_->unfinished == 0) {
        impl_->dones.give();
    }
}

void TaskQueue::join() {
    for (;;) {
        {
            const std::scoped_lock lock(impl_->mutex);
            if (impl_->unfinished == 0) {
                impl_->dones.give(); // for the next in line
                return;
            }
            while (impl_->dones.try_take()) { // what was given before
            }
        }
        impl_->dones.take();
    }
}

void TaskQueue::close() {
    const std::scoped_lock lock(impl_->mutex);
    if (!std::exchange(impl_->closed, true)) {
        impl_->items.give();
        impl_->places.give();
    }
}

std::size_t TaskQueue::size() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->list.size();
}

bool TaskQueue::empty() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->list.empty();
}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::mutex mutex;
    std::vector<Handled> handled; // guarded by mutex
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers; ++i) {
        threads.emplace_back([&, i] {
            try {
                for (;;) {
                    const Item item = queue.get();
                    try {
                        process(item);
                        const std::scoped_lock lock(mutex);
                        handled.push_back({i, item.id});
                    } catch (...) {
                    }
                    queue.task_done();
                }
            } catch (const QueueClosed&) {
            }
        });
    }
    threads.clear();
    return handled;
}

std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity);
    TaskQueue ready(capacity);
    std::vector<std::exception_ptr> failures(lines.size());
    std::vector<std::string> results(lines.size());
    {
        std::jthread reader([&] {
            for (std::size_t i = 0; i < lines.size(); ++i) {
                raw.put(Item(static_cast<int>(i), lines[i]));
            }
            raw.close();
        });
        std::jthread middle([&] {
            run_workers(raw, transformers, [&](const Item& item) {
                Item result(item.id, "");
                try {
                    result.text = transform(item.text);
                } catch (...) {
                    failures[static_cast<std::size_t>(item.id)] = std::current_exception();
                }
                ready.put(std::move(result));
            });
            ready.close();
        });
        run_workers(ready, 1, [&](const Item& item) {
            results[static_cast<std::size_t>(item.id)] = item.text;
        });
    }
    for (const auto& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
    return results;
}

} // namespace lab::queues
