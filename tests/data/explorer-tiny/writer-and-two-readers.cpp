// classes: 4
// Each of the readers comes before the writer or behind it; that both only read orders nothing.
#include <atomic>
#include <thread>

std::atomic<int> x{0};

int main() {
    std::thread writer([] { x = 1; });
    int seen[2] = {};
    std::thread one([&] { seen[0] = x; });
    std::thread two([&] { seen[1] = x; });
    writer.join();
    one.join();
    two.join();
    return seen[0] + seen[1] <= 2 ? 0 : 1;
}
