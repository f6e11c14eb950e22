// Two asynchronous tasks add up one half each, and main adds the halves.
#include <cassert>
#include <future>
#include <vector>

static int sum(const std::vector<int>& numbers, std::size_t first, std::size_t last) {
    int total = 0;
    for (std::size_t i = first; i < last; ++i) {
        total += numbers[i];
    }
    return total;
}

int main() {
    const std::vector<int> numbers{1, 2, 3, 4, 5, 6};
    std::future<int> low = std::async(std::launch::async, [&] { return sum(numbers, 0, 3); });
    std::future<int> high = std::async(std::launch::async, [&] { return sum(numbers, 3, 6); });
    const int total = low.get() + high.get();
    assert(total == 21);
}
