// A spin lock is used that is filled with the pattern of unused memory, and was never made.
// finds: misuse
#include <cstring>
#include <pthread.h>
#include <thread>

int main() {
    pthread_spinlock_t lock;
    std::memset(const_cast<int*>(&lock), 0x5a, sizeof lock);
    std::thread worker([&lock] {
        pthread_spin_lock(&lock); // HERE
        pthread_spin_unlock(&lock);
    });
    worker.join();
}
