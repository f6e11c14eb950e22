// Three threads sum a slice each and write the result to a place of their own.
#include <array>
#include <cassert>
#include <thread>
#include <vector>

int main() {
    const std::array<int, 9> numbers{1, 2, 3, 4, 5, 6, 7, 8, 9};
    std::array<int, 3> sums{};
    std::vector<std::thread> threads;
    for (std::size_t part = 0; part < sums.size(); ++part) {
        threads.emplace_back([&numbers, &sums, part] {
            for (std::size_t i = 3 * part; i < 3 * part + 3; ++i) {
                sums[part] += numbers[i];
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    assert(sums[0] + sums[1] + sums[2] == 45);
}
