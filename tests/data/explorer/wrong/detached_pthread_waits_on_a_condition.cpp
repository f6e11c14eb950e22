// A thread created detached waits for work on a condition when main has long returned.
// finds: leaked-thread
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_work = PTHREAD_COND_INITIALIZER;
static int work = 0;

static void* serve(void*) {
    pthread_mutex_lock(&mutex);
    while (work == 0) {
        pthread_cond_wait(&has_work, &mutex); // HERE
    }
    pthread_mutex_unlock(&mutex);
    return nullptr;
}

int main() {
    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_t server;
    pthread_create(&server, &detached, serve, nullptr); // HERE
    pthread_attr_destroy(&detached);
    pthread_mutex_lock(&mutex);
    const bool has_nothing_to_do = work == 0;
    pthread_mutex_unlock(&mutex);
    return has_nothing_to_do ? 0 : 1;
}
