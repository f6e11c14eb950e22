// Transfers in both directions take the two locks together with scoped_lock.
#include <cassert>
#include <mutex>
#include <thread>

struct Account {
    std::mutex mutex;
    int balance = 100;
};

static void transfer(Account& from, Account& to, int amount) {
    const std::scoped_lock lock(from.mutex, to.mutex);
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
    assert(savings.balance == 80 && household.balance == 120);
}
