// Two threads count in a plain int, each through an atomic_ref, and main reads it after the joins.
#include <atomic>
#include <cassert>
#include <thread>

static void count(int& hits) {
    const std::atomic_ref<int> shared(hits);
    for (int i = 0; i < 3; ++i) {
        shared.fetch_add(1);
    }
}

int main() {
    alignas(std::atomic_ref<int>::required_alignment) int hits = 0;
    std::thread one([&hits] { count(hits); });
    std::thread two([&hits] { count(hits); });
    one.join();
    two.join();
    assert(hits == 6);
}
