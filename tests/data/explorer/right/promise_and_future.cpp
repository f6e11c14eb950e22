// A thread keeps a promise, and main gets the value and then the sign that all is cleared away.
#include <cassert>
#include <future>
#include <thread>
#include <utility>

int main() {
    std::promise<int> answer;
    std::promise<void> cleared;
    std::future<int> answered = answer.get_future();
    std::future<void> is_cleared = cleared.get_future();
    int cleared_things = 0;
    std::thread worker(
        [&cleared_things](std::promise<int> first, std::promise<void> second) {
            first.set_value(42);
            cleared_things = 3;
            second.set_value();
        },
        std::move(answer), std::move(cleared));
    assert(answered.get() == 42);
    is_cleared.wait();
    assert(cleared_things == 3);
    worker.join();
}
