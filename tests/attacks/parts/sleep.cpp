#include <chrono>
#include <thread>

namespace lab::attacked {

void sleep_both() {
    const auto sleep = [] { std::this_thread::sleep_for(std::chrono::seconds(10)); };
    std::thread one(sleep);
    std::thread other(sleep);
    one.join();
    other.join();
}

} // namespace lab::attacked
