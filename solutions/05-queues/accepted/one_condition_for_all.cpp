// One condition variable, and whoever changes anything wakes everybody.
#include "queues.hpp"

#include <condition_variable>
#include <future>
#include <list>
#include <map>
#include <mutex>
#include <utility>

namespace lab::queues {

struct TaskQueue::Impl {
    std::size_t capacity;
    std::mutex mutex{};
    std::condition_variable changed{};
    std::list<Item> items{};
    std::size_t unfinished = 0; // put, and not reported as done
    bool closed = false;

    bool has_place() const { return capacity == 0 || items.size() < capacity; }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(new Impl{capacity}) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    std::unique_lock<std::mutex> lock(impl_->mutex);
    while (!impl_->closed && !impl_->has_place()) {
        impl_->changed.wait(lock);
    }
    if (impl_->closed) {
        throw QueueClosed();
    }
    impl_->items.push_back(std::move(item));
    impl_->unfinished += 1;
    impl_->changed.notify_all();
}

bool TaskQueue::try_put(Item item) {
    std::unique_lock<std::mutex> lock(impl_->mutex);
    if (impl_->closed || !impl_->has_place()) {
        return false;
    }
    impl_->items.push_back(std::move(item));
    impl_->unfinished += 1;
    impl_->changed.notify_all();
    return true;
}

Item TaskQueue::get() {
    std::unique_lock<std::mutex> lock(impl_->mutex);
    while (impl_->items.empty()) {
        if (impl_->closed) {
            throw QueueClosed();
        }
        impl_->changed.wait(lock);
    }
    Item item(std::move(impl_->items.front()));
    impl_->items.pop_front();
    impl_->changed.notify_all();
    return item;
}

std::optional<Item> TaskQueue::try_get() {
    return get_for(std::chrono::milliseconds(0));
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    std::unique_lock<std::mutex> lock(impl_->mutex);
    while (impl_->items.empty()) {
        if (impl_->closed || std::chrono::steady_clock::now() >= end) {
            return {};
        }
        impl_->changed.wait_until(lock, end);
    }
    std::optional<Item> item(std::move(impl_->items.front()));
    impl_->items.pop_front();
    impl_->changed.notify_all();
    return item;
}

void TaskQueue::task_done() {
    std::unique_lock<std::mutex> lock(impl_->mutex);
    if (impl_->unfinished == impl_->items.size()) {
        throw std::logic_error("nothing was taken that is not done");
    }
    impl_->unfinished -= 1;
    impl_->changed.notify_all();
}

void TaskQueue::join() {
    std::unique_lock<std::mutex> lock(impl_->mutex);
    while (impl_->unfinished > 0) {
        impl_->changed.wait(lock);
    }
}

void TaskQueue::close() {
    std::unique_lock<std::mutex> lock(impl_->mutex);
    impl_->closed = true;
    impl_->changed.notify_all();
}

std::size_t TaskQueue::size() const {
    std::unique_lock<std::mutex> lock(impl_->mutex);
    return impl_->items.size();
}

bool TaskQueue::empty() const {
    return size() == 0;
}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    std::vector<std::future<std::vector<int>>> futures;
    for (std::size_t i = 0; i < workers; ++i) {
        futures.push_back(std::async(std::launch::async, [&queue, &process] {
            std::vector<int> ids;
            try {
                while (true) {
                    const Item item = queue.get();
                    try {
                        process(item);
                        ids.push_back(item.id);
                    } catch (...) {
                    }
                    queue.task_done();
                }
            } catch (const QueueClosed&) {
                return ids;
            }
        }));
    }
    std::vector<Handled> handled;
    for (std::size_t i = 0; i < workers; ++i) {
        for (const int id : futures[i].get()) {
            handled.push_back(Handled{i, id});
        }
    }
    return handled;
}

// The collecting stage has the next number that it wants, and a buffer for
// those that come early.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue first(capacity);
    TaskQueue second(capacity);
    auto reader = std::async(std::launch::async, [&] {
        int number = 0;
        for (const std::string& line : lines) {
            first.put(Item(number, line));
            ++number;
        }
        first.close();
    });
    auto middle = std::async(std::launch::async, [&] {
        std::vector<std::future<void>> futures;
        for (std::size_t i = 0; i < transformers; ++i) {
            futures.push_back(std::async(std::launch::async, [&] {
                std::exception_ptr failure; // of this transformer, which goes on all the same
                try {
                    while (true) {
                        Item item = first.get();
                        try {
                            item.text = transform(item.text);
                        } catch (...) {
                            failure = std::current_exception();
                        }
                        second.put(std::move(item));
                    }
                } catch (const QueueClosed&) {
                }
                if (failure) {
                    std::rethrow_exception(failure);
                }
            }));
        }
        std::exception_ptr failure;
        for (auto& future : futures) {
            try {
                future.get();
            } catch (...) {
                failure = std::current_exception();
            }
        }
        second.close();
        if (failure) {
            std::rethrow_exception(failure);
        }
    });
    std::vector<std::string> results;
    std::map<int, std::string> early;
    try {
        while (true) {
            Item item = second.get();
            early[item.id] = std::move(item.text);
            while (!early.empty() && early.begin()->first == static_cast<int>(results.size())) {
                results.push_back(std::move(early.begin()->second));
                early.erase(early.begin());
            }
        }
    } catch (const QueueClosed&) {
    }
    reader.get();
    middle.get();
    return results;
}

} // namespace lab::queues
