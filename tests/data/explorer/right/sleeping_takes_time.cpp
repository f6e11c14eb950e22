// Two threads sleep as a part of their work, and main measures that time has passed.
#include <cassert>
#include <chrono>
#include <thread>

int main() {
    using namespace std::chrono_literals;
    const auto before = std::chrono::steady_clock::now();
    std::chrono::steady_clock::duration slept{};
    std::thread one([&slept] {
        const auto start = std::chrono::steady_clock::now();
        std::this_thread::sleep_for(20ms);
        slept = std::chrono::steady_clock::now() - start;
    });
    std::thread two([before] { std::this_thread::sleep_until(before + 30ms); });
    one.join();
    two.join();
    assert(slept >= 20ms);
    assert(std::chrono::steady_clock::now() - before >= 30ms);
}
