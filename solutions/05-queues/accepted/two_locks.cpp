// A linked list with one lock for each end, and an atomic count between the
// two.
#include "queues.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

namespace lab::queues {

namespace {

struct Node {
    Item item{};
    std::unique_ptr<Node> next{};
};

} // namespace

struct TaskQueue::Impl {
    explicit Impl(std::size_t limit)
        : capacity(limit == 0 ? std::numeric_limits<std::size_t>::max() : limit),
          head(std::make_unique<Node>()), tail(head.get()) {}

    ~Impl() {
        while (head) {
            head = std::move(head->next); // not recursively
        }
    }

    const std::size_t capacity;
    std::atomic<std::size_t> count{0};
    std::atomic<bool> closed{false}; // changed with both locks

    std::mutex front{};
    std::condition_variable not_empty{}; // waited for with `front`
    std::unique_ptr<Node> head;          // a node whose item has gone already

    std::mutex back{};
    std::condition_variable not_full{}; // waited for with `back`
    Node* tail;

    std::mutex done{};
    std::condition_variable all_done{};
    long taken = 0;
    long pending = 0;

    std::unique_ptr<Node> node_of(Item& item) {
        auto node = std::make_unique<Node>();
        node->item = std::move(item);
        return node;
    }

    // Holds `back`, and there is a place. Where the list was empty, somebody may
    // wait in front.
    bool append(std::unique_ptr<Node> node) {
        {
            const std::scoped_lock lock(done);
            ++pending;
        }
        Node* const last = node.get();
        tail->next = std::move(node);
        tail = last;
        const std::size_t before = count.fetch_add(1);
        if (before + 1 < capacity) {
            not_full.notify_one();
        }
        return before == 0;
    }

    void tell_front() {
        const std::scoped_lock lock(front);
        not_empty.notify_one();
    }

    void tell_back() {
        const std::scoped_lock lock(back);
        not_full.notify_one();
    }

    // Holds `front`, and there is an item.
    template <typename T>
    T remove(std::unique_lock<std::mutex>& lock) {
        T item(std::move(head->next->item));
        head = std::move(head->next);
        const std::size_t before = count.fetch_sub(1);
        if (before > 1) {
            not_empty.notify_one();
        }
        {
            const std::scoped_lock counting(done);
            ++taken;
        }
        lock.unlock();
        if (before == capacity) {
            tell_back();
        }
        return item;
    }
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(std::make_unique<Impl>(capacity)) {}

TaskQueue::~TaskQueue() = default;

void TaskQueue::put(Item item) {
    auto node = impl_->node_of(item);
    bool was_empty = false;
    {
        std::unique_lock lock(impl_->back);
        while (!impl_->closed && impl_->count == impl_->capacity) {
            impl_->not_full.wait(lock);
        }
        if (impl_->closed) {
            throw QueueClosed();
        }
        was_empty = impl_->append(std::move(node));
    }
    if (was_empty) {
        impl_->tell_front();
    }
}

bool TaskQueue::try_put(Item item) {
    auto node = impl_->node_of(item);
    bool was_empty = false;
    {
        const std::scoped_lock lock(impl_->back);
        if (impl_->closed || impl_->count == impl_->capacity) {
            return false;
        }
        was_empty = impl_->append(std::move(node));
    }
    if (was_empty) {
        impl_->tell_front();
    }
    return true;
}

Item TaskQueue::get() {
    std::unique_lock lock(impl_->front);
    impl_->not_empty.wait(lock, [this] { return impl_->closed || impl_->count > 0; });
    if (impl_->count == 0) {
        throw QueueClosed();
    }
    return impl_->remove<Item>(lock);
}

std::optional<Item> TaskQueue::try_get() {
    std::unique_lock lock(impl_->front);
    if (impl_->count == 0) {
        return std::nullopt;
    }
    return impl_->remove<std::optional<Item>>(lock);
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    std::unique_lock lock(impl_->front);
    impl_->not_empty.wait_for(lock, limit, [this] { return impl_->closed || impl_->count > 0; });
    if (impl_->count == 0) {
        return std::nullopt;
    }
    return impl_->remove<std::optional<Item>>(lock);
}

void TaskQueue::task_done() {
    const std::scoped_lock lock(impl_->done);
    if (impl_->taken == 0) {
        throw std::logic_error("no item was taken");
    }
    --impl_->taken;
    --impl_->pending;
    if (impl_->pending == 0) {
        impl_->all_done.notify_all();
    }
}

void TaskQueue::join() {
    std::unique_lock lock(impl_->done);
    impl_->all_done.wait(lock, [this] { return impl_->pending == 0; });
}

void TaskQueue::close() {
    const std::scoped_lock lock(impl_->front, impl_->back);
    impl_->closed = true;
    impl_->not_empty.notify_all();
    impl_->not_full.notify_all();
}

std::size_t TaskQueue::size() const {
    return impl_->count;
}

bool TaskQueue::empty() const {
    return impl_->count == 0;
}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    struct Worker {
        std::vector<int> ids{};
        std::thread thread{};
    };
    std::vector<Worker> team(workers);
    for (Worker& worker : team) {
        worker.thread = std::thread([&queue, &process, &ids = worker.ids] {
            while (true) {
                try {
                    const Item item = queue.get();
                    try {
                        process(item);
                        ids.push_back(item.id);
                    } catch (...) {
                    }
                    queue.task_done();
                } catch (const QueueClosed&) {
                    break;
                }
            }
        });
    }
    std::vector<Handled> handled;
    for (std::size_t i = 0; i < workers; ++i) {
        team[i].thread.join();
        for (const int id : team[i].ids) {
            handled.push_back({i, id});
        }
    }
    return handled;
}

// Each transformer tells the collector by a blank item with a negative number
// that it has ended.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    TaskQueue raw(capacity);
    TaskQueue ready(capacity);
    std::vector<std::exception_ptr> failures(transformers);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < transformers; ++i) {
        threads.emplace_back([&, i] {
            try {
                while (true) {
                    Item item = raw.get();
                    if (!failures[i]) {
                        try {
                            item.text = transform(item.text);
                        } catch (...) {
                            failures[i] = std::current_exception();
                        }
                    }
                    ready.put(std::move(item));
                }
            } catch (const QueueClosed&) {
                ready.put(Item(-1, ""));
            }
        });
    }
    std::vector<std::string> results(lines.size());
    std::thread collector([&] {
        for (std::size_t working = transformers; working > 0;) {
            Item item = ready.get();
            if (item.id < 0) {
                --working;
            } else {
                results[static_cast<std::size_t>(item.id)] = std::move(item.text);
            }
        }
    });
    for (std::size_t i = 0; i < lines.size(); ++i) {
        raw.put(Item(static_cast<int>(i), lines[i]));
    }
    raw.close();
    for (auto& thread : threads) {
        thread.join();
    }
    collector.join();
    for (const auto& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
    return results;
}

} // namespace lab::queues
