// Three threads use a POSIX semaphore with one permit as a lock around a plain counter.
#include <cassert>
#include <pthread.h>
#include <semaphore.h>

static sem_t permit;
static int counted = 0;

static void* count(void*) {
    while (sem_wait(&permit) != 0) {
    }
    ++counted;
    sem_post(&permit);
    return nullptr;
}

int main() {
    sem_init(&permit, 0, 1);
    pthread_t threads[3];
    for (pthread_t& thread : threads) {
        pthread_create(&thread, nullptr, count, nullptr);
    }
    for (pthread_t thread : threads) {
        pthread_join(thread, nullptr);
    }
    sem_destroy(&permit);
    assert(counted == 3);
}
