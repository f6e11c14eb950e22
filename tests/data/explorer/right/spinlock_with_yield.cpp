// A lock made of an atomic_flag yields while it is taken, and guards a plain counter.
#include <atomic>
#include <cassert>
#include <mutex>
#include <thread>

class SpinLock {
public:
    void lock() {
        while (is_locked_.test_and_set(std::memory_order_acquire)) {
            std::this_thread::yield();
        }
    }

    void unlock() { is_locked_.clear(std::memory_order_release); }

private:
    std::atomic_flag is_locked_;
};

static SpinLock spin_lock;
static int total = 0;

static void add(int amount) {
    for (int i = 0; i < 2; ++i) {
        const std::lock_guard<SpinLock> lock(spin_lock);
        total += amount;
    }
}

int main() {
    std::thread one(add, 1);
    std::thread two(add, 10);
    one.join();
    two.join();
    assert(total == 22);
}
