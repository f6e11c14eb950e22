// Two threads look at an atomic flag and then set it, so both may initialise.
// finds: wrong-result
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<bool> is_initialised{false};
static std::atomic<int> initialisations{0};

static void initialise() {
    if (!is_initialised.load()) {
        initialisations.fetch_add(1);
        is_initialised.store(true);
    }
}

int main() {
    std::thread one(initialise);
    std::thread two(initialise);
    one.join();
    two.join();
    assert(initialisations.load() == 1); // HERE
}
