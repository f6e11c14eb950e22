// Two readers and a writer share a pthread rwlock, and a reader never sees half of a change.
#include <cassert>
#include <pthread.h>

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static int left = 50;
static int right = 50;

static void* read_sum(void* argument) {
    pthread_rwlock_rdlock(&rwlock);
    *static_cast<int*>(argument) = left + right;
    pthread_rwlock_unlock(&rwlock);
    return nullptr;
}

static void* move_some(void*) {
    for (int i = 0; i < 2; ++i) {
        pthread_rwlock_wrlock(&rwlock);
        left -= 10;
        right += 10;
        pthread_rwlock_unlock(&rwlock);
    }
    return nullptr;
}

int main() {
    int sums[2] = {0, 0};
    pthread_t readers[2];
    pthread_t writer;
    pthread_create(&readers[0], nullptr, read_sum, &sums[0]);
    pthread_create(&writer, nullptr, move_some, nullptr);
    pthread_create(&readers[1], nullptr, read_sum, &sums[1]);
    pthread_join(readers[0], nullptr);
    pthread_join(readers[1], nullptr);
    pthread_join(writer, nullptr);
    pthread_rwlock_destroy(&rwlock);
    assert(sums[0] == 100 && sums[1] == 100 && left == 30);
}
