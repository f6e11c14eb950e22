// Practical 5, queues: this is the file that you edit, and the only one.
// README.md has the tasks; `make check EX=05` tells how far you are.
#include "queues.hpp"

#include <utility>

namespace lab::queues {

// What a queue has to remember goes in here; the functions below use it.
struct TaskQueue::Impl {
    std::size_t capacity; // 0: no limit
};

TaskQueue::TaskQueue(std::size_t capacity) : impl_(std::make_unique<Impl>(Impl{capacity})) {}

TaskQueue::~TaskQueue() = default;

// TODO(fifo): first in, first out; get waits while the queue is empty.
Item TaskQueue::get() {
    return {};
}

std::optional<Item> TaskQueue::try_get() {
    return std::nullopt;
}

std::optional<Item> TaskQueue::get_for(std::chrono::milliseconds limit) {
    static_cast<void>(limit);
    return std::nullopt;
}

std::size_t TaskQueue::size() const {
    return 0;
}

bool TaskQueue::empty() const {
    return true;
}

// TODO(bound): put waits while the queue is full; try_put does not wait.
void TaskQueue::put(Item item) {
    static_cast<void>(item);
}

bool TaskQueue::try_put(Item item) {
    static_cast<void>(item);
    return false;
}

// TODO(join): join waits until all that was put has been dealt with, not only taken.
void TaskQueue::task_done() {}

void TaskQueue::join() {}

// TODO(workers): close ends the waiting; run_workers shares the queue among threads until then.
void TaskQueue::close() {}

std::vector<Handled> run_workers(TaskQueue& queue, std::size_t workers, const Process& process) {
    static_cast<void>(queue);
    static_cast<void>(workers);
    static_cast<void>(process);
    return {};
}

// TODO(pipeline): read, transform, collect, with two queues in between, and the order kept.
std::vector<std::string> pipeline(std::span<const std::string> lines, std::size_t capacity,
                                  std::size_t transformers, const Transform& transform) {
    static_cast<void>(lines);
    static_cast<void>(capacity);
    static_cast<void>(transformers);
    static_cast<void>(transform);
    return {};
}

} // namespace lab::queues
