// A transfer locks the giving account and then the taking one; two transfers go opposite ways.
// finds: deadlock
#include <mutex>
#include <thread>

struct Account {
    std::mutex mutex;
    int balance = 100;
};

static void transfer(Account& from, Account& to, int amount) {
    const std::lock_guard<std::mutex> from_lock(from.mutex);
    const std::lock_guard<std::mutex> to_lock(to.mutex); // HERE
    from.balance -= amount;
    to.balance += amount;
}

int main() {
    Account savings;
    Account household;
    std::thread in([&] { transfer(savings, household, 30); });
    std::thread out([&] { transfer(household, savings, 10); });
    in.join();
    out.join();
    return savings.balance + household.balance == 200 ? 0 : 1;
}
