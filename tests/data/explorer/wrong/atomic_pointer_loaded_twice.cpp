// An atomic pointer is loaded for the check and loaded again for the use.
// finds: crash
#include <atomic>
#include <thread>

static const int route = 7;
static std::atomic<const int*> active{&route};

int main() {
    int seen = 0;
    std::thread driver([&seen] {
        for (int i = 0; i < 2; ++i) {
            if (active.load() != nullptr) {
                seen += *active.load(); // HERE
            }
        }
    });
    std::thread planner([] { active.store(nullptr); });
    driver.join();
    planner.join();
    return seen <= 14 ? 0 : 1;
}
