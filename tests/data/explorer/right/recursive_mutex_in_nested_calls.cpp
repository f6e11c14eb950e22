// A method locks a recursive mutex and calls another one that locks it again.
#include <cassert>
#include <mutex>
#include <thread>

class Account {
public:
    void add(int amount) {
        const std::lock_guard<std::recursive_mutex> lock(mutex_);
        balance_ += amount;
    }

    void add_twice(int amount) {
        const std::lock_guard<std::recursive_mutex> lock(mutex_);
        add(amount);
        add(amount);
    }

    int balance() {
        const std::lock_guard<std::recursive_mutex> lock(mutex_);
        return balance_;
    }

private:
    std::recursive_mutex mutex_;
    int balance_ = 0;
};

int main() {
    Account account;
    std::thread one([&account] { account.add_twice(5); });
    std::thread two([&account] { account.add_twice(1); });
    one.join();
    two.join();
    assert(account.balance() == 12);
}
