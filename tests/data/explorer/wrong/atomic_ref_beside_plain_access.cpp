// One thread counts through an atomic_ref, the other counts the same int without one.
// finds: data-race
#include <atomic>
#include <thread>

static int hits = 0;

int main() {
    std::thread careful([] {
        for (int i = 0; i < 2; ++i) {
            std::atomic_ref<int>(hits).fetch_add(1); // HERE
        }
    });
    std::thread careless([] {
        for (int i = 0; i < 2; ++i) {
            ++hits; // HERE
        }
    });
    careful.join();
    careless.join();
    return hits > 4 ? 1 : 0;
}
