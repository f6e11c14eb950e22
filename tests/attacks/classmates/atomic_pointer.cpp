// attack: none; counts in a value behind an atomic pointer, which libstdc++ guards by spinning
// gets: safe
#include "attacked.hpp"

#include <atomic>
#include <memory>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    std::atomic<std::shared_ptr<const int>> counter{std::make_shared<const int>(0)};
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            std::shared_ptr<const int> before = counter.load();
            std::shared_ptr<const int> after;
            do {
                after = std::make_shared<const int>(*before + 1);
            } while (!counter.compare_exchange_strong(before, after));
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return *counter.load();
}

} // namespace lab::attacked
