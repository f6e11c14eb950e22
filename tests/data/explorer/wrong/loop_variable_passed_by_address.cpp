// Every thread gets the address of the loop variable, which main changes while they read it.
// finds: data-race
#include <atomic>
#include <pthread.h>

static std::atomic<int> total{0};

static void* add(void* argument) {
    total += *static_cast<int*>(argument); // HERE
    return nullptr;
}

int main() {
    pthread_t threads[2];
    int i = 0;
    while (i < 2) {
        pthread_create(&threads[i], nullptr, add, &i);
        ++i; // HERE
    }
    for (pthread_t thread : threads) {
        pthread_join(thread, nullptr);
    }
    return total > 4 ? 1 : 0;
}
