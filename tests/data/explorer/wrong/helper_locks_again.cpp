// A method calls another public method of its object, and both lock the same mutex.
// finds: self-deadlock
#include <mutex>
#include <thread>

class Account {
public:
    int balance() {
        const std::scoped_lock lock(mutex_); // HERE
        return balance_;
    }

    void withdraw(int amount) {
        const std::scoped_lock lock(mutex_);
        if (balance() >= amount) {
            balance_ -= amount;
        }
    }

private:
    std::mutex mutex_;
    int balance_ = 100;
};

int main() {
    Account account;
    std::thread shop([&account] { account.withdraw(30); });
    shop.join();
    return account.balance() == 70 ? 0 : 1;
}
