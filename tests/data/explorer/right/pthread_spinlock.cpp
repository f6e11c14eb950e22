// Two threads count under a pthread spinlock.
#include <cassert>
#include <pthread.h>

static pthread_spinlock_t spinlock;
static int counted = 0;

static void* count(void*) {
    for (int i = 0; i < 3; ++i) {
        pthread_spin_lock(&spinlock);
        ++counted;
        pthread_spin_unlock(&spinlock);
    }
    return nullptr;
}

int main() {
    pthread_spin_init(&spinlock, PTHREAD_PROCESS_PRIVATE);
    pthread_t one;
    pthread_t two;
    pthread_create(&one, nullptr, count, nullptr);
    pthread_create(&two, nullptr, count, nullptr);
    pthread_join(one, nullptr);
    pthread_join(two, nullptr);
    pthread_spin_destroy(&spinlock);
    assert(counted == 6);
}
