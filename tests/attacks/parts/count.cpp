#include <mutex>
#include <thread>

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    std::mutex mutex;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            const std::scoped_lock lock(mutex);
            ++counter;
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
