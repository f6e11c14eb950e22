// A promise dies without a value, which the thread that waits for it gets to know by an exception.
#include <cassert>
#include <future>
#include <thread>
#include <utility>

int main() {
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    bool was_broken = false;
    std::thread forgetful([](const std::promise<int>& unused) { static_cast<void>(unused); },
                          std::move(promise));
    std::thread waiter([&] {
        try {
            future.get();
        } catch (const std::future_error& error) {
            was_broken = error.code() == std::future_errc::broken_promise;
        }
    });
    forgetful.join();
    waiter.join();
    assert(was_broken);
}
