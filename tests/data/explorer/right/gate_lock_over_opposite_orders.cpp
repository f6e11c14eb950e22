// Two threads take two locks in opposite orders, but only while they hold a third one.
#include <cassert>
#include <mutex>
#include <thread>

static std::mutex gate;
static std::mutex one;
static std::mutex two;
static int passed = 0;

static void pass(std::mutex& first, std::mutex& second) {
    const std::scoped_lock gate_lock(gate);
    const std::scoped_lock first_lock(first);
    const std::scoped_lock second_lock(second);
    ++passed;
}

int main() {
    std::thread forth([] { pass(one, two); });
    std::thread back([] { pass(two, one); });
    forth.join();
    back.join();
    assert(passed == 2);
}
