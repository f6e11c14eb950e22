// A producer sends numbers through a queue with room for two, and closes it when it is done.
#include <cassert>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static std::deque<int> queue;
static bool is_closed = false;

static void produce() {
    for (int i = 1; i <= 4; ++i) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [] { return queue.size() < 2; });
        queue.push_back(i);
        changed.notify_all();
    }
    const std::scoped_lock lock(mutex);
    is_closed = true;
    changed.notify_all();
}

static int consume() {
    int sum = 0;
    while (true) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [] { return !queue.empty() || is_closed; });
        if (queue.empty()) {
            return sum;
        }
        sum += queue.front();
        queue.pop_front();
        changed.notify_all();
    }
}

int main() {
    int sum = 0;
    std::thread producer(produce);
    std::thread consumer([&sum] { sum = consume(); });
    producer.join();
    consumer.join();
    assert(sum == 10);
}
