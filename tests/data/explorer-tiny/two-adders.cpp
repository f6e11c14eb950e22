// classes: 2
// Which of the two additions comes first.
#include <atomic>
#include <thread>

std::atomic<int> sum{0};

int main() {
    std::thread one([] { sum += 1; });
    std::thread two([] { sum += 2; });
    one.join();
    two.join();
    return sum == 3 ? 0 : 1;
}
