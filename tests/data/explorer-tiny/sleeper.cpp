// no claim: whose deadline comes first depends on everybody
#include <chrono>
#include <thread>

int main() {
    std::thread one([] { std::this_thread::sleep_for(std::chrono::milliseconds(1)); });
    std::thread two([] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); });
    one.join();
    two.join();
}
