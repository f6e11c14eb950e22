// Two threads append to one vector, which has room enough but is guarded by nothing.
// finds: data-race
#include <thread>
#include <vector>

static std::vector<int> numbers;

static void append(int first) {
    for (int i = 0; i < 2; ++i) {
        numbers.push_back(first + i); // HERE
    }
}

int main() {
    numbers.reserve(8);
    std::thread small([] { append(0); });
    std::thread large([] { append(100); });
    small.join();
    large.join();
    return numbers.size() > 4 ? 1 : 0;
}
