// A thread is created detached, and the last thing it does is to post the semaphore of main.
#include <cassert>
#include <pthread.h>
#include <semaphore.h>

static sem_t is_done;
static int result = 0;

static void* work(void*) {
    result = 11;
    sem_post(&is_done);
    return nullptr;
}

int main() {
    sem_init(&is_done, 0, 0);
    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_t worker;
    const int failed = pthread_create(&worker, &detached, work, nullptr);
    assert(failed == 0);
    pthread_attr_destroy(&detached);
    while (sem_wait(&is_done) != 0) {
    }
    assert(result == 11);
}
