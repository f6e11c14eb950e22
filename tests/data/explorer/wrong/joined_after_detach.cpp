// Main detaches a thread and joins it all the same.
// finds: misuse
#include <pthread.h>
#include <semaphore.h>

static sem_t may_end;

static void* work(void*) {
    sem_wait(&may_end);
    return nullptr;
}

int main() {
    sem_init(&may_end, 0, 0);
    pthread_t worker;
    pthread_create(&worker, nullptr, work, nullptr);
    pthread_detach(worker);
    const int failed = pthread_join(worker, nullptr); // HERE
    sem_post(&may_end);
    return failed == 0 ? 0 : 1;
}
