// A deferred task runs in the thread that asks for its result, and not before.
#include <cassert>
#include <chrono>
#include <future>
#include <thread>

int main() {
    int runs = 0;
    std::future<std::thread::id> where = std::async(std::launch::deferred, [&runs] {
        ++runs;
        return std::this_thread::get_id();
    });
    assert(where.wait_for(std::chrono::seconds(0)) == std::future_status::deferred);
    assert(runs == 0);
    std::thread asker([&where] {
        const std::thread::id ran_in = where.get();
        assert(ran_in == std::this_thread::get_id());
    });
    asker.join();
    assert(runs == 1);
}
