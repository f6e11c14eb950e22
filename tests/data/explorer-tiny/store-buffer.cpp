// classes: 3
// Each thread writes its own and reads the other's: 4 combinations of which comes first on x and
// on y, less the one in which both read first.
#include <atomic>
#include <thread>

std::atomic<int> x{0};
std::atomic<int> y{0};

int main() {
    int seen_by_one = 0;
    int seen_by_two = 0;
    std::thread one([&] {
        x = 1;
        seen_by_one = y;
    });
    std::thread two([&] {
        y = 1;
        seen_by_two = x;
    });
    one.join();
    two.join();
    return seen_by_one + seen_by_two > 0 ? 0 : 1;
}
