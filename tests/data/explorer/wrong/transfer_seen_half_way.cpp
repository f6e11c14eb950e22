// A transfer locks twice, once for each account, and the auditor may count in between.
// finds: wrong-result
#include <cassert>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int savings = 100;
static int household = 100;

static void change(int& account, int amount) {
    const std::scoped_lock lock(mutex);
    account += amount;
}

int main() {
    int audited = 0;
    std::thread banker([] {
        change(savings, -30);
        change(household, 30);
    });
    std::thread auditor([&audited] {
        const std::scoped_lock lock(mutex);
        audited = savings + household;
    });
    banker.join();
    auditor.join();
    assert(audited == 200); // HERE
}
