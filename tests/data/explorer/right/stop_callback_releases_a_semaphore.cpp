// A jthread sleeps in a semaphore, and a stop callback releases it when a stop is asked for.
#include <cassert>
#include <semaphore>
#include <stop_token>
#include <thread>

int main() {
    std::binary_semaphore wake{0};
    bool was_stopped = false;
    {
        std::jthread worker([&](const std::stop_token& token) {
            const std::stop_callback on_stop(token, [&wake] { wake.release(); });
            wake.acquire();
            was_stopped = token.stop_requested();
        });
        worker.request_stop();
    }
    assert(was_stopped);
}
