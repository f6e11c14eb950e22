// Two threads each put a new object into an atomic shared_ptr and look at the one they got back.
#include <atomic>
#include <cassert>
#include <memory>
#include <thread>

static std::atomic<std::shared_ptr<int>> current;

static void replace(int value, int& replaced) {
    const std::shared_ptr<int> old = current.exchange(std::make_shared<int>(value));
    replaced = *old;
}

int main() {
    current.store(std::make_shared<int>(1));
    int replaced_by_one = 0;
    int replaced_by_two = 0;
    std::thread one([&replaced_by_one] { replace(10, replaced_by_one); });
    std::thread two([&replaced_by_two] { replace(100, replaced_by_two); });
    one.join();
    two.join();
    assert(replaced_by_one + replaced_by_two + *current.load() == 111);
}
