// A worker waits for jobs with a stop token, takes what comes, and leaves when it is stopped.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

int main() {
    std::mutex mutex;
    std::condition_variable_any changed;
    int jobs = 0;
    int done = 0;
    std::jthread worker([&](const std::stop_token& token) {
        std::unique_lock lock(mutex);
        while (changed.wait(lock, token, [&jobs] { return jobs > 0; })) {
            --jobs;
            ++done;
        }
    });
    for (int i = 0; i < 2; ++i) {
        const std::scoped_lock lock(mutex);
        ++jobs;
        changed.notify_one();
    }
    worker.request_stop();
    worker.join();
    assert(done + jobs == 2);
}
