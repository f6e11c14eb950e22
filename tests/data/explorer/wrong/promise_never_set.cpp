// A thread asks a future for an answer, but the promise behind it is set on one path only.
// finds: missing-notify
#include <atomic>
#include <future>
#include <thread>

static std::atomic<bool> is_asked{false};

int main() {
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    int answer = 0;
    std::thread asker([&] {
        is_asked.store(true);
        answer = future.get(); // HERE
    });
    std::thread oracle([&] {
        if (is_asked.load()) {
            promise.set_value(42);
        }
    });
    asker.join();
    oracle.join();
    return answer == 42 ? 0 : 1;
}
