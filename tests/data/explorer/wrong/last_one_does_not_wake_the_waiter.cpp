// Main waits until no worker is left, but a worker that ends only counts down and tells nobody.
// finds: missing-notify
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t idle = PTHREAD_COND_INITIALIZER;
static int workers = 2;

static void* work(void*) {
    pthread_mutex_lock(&mutex);
    --workers;
    pthread_mutex_unlock(&mutex);
    return nullptr;
}

int main() {
    pthread_t one;
    pthread_t two;
    pthread_create(&one, nullptr, work, nullptr);
    pthread_create(&two, nullptr, work, nullptr);
    pthread_mutex_lock(&mutex);
    while (workers > 0) {
        pthread_cond_wait(&idle, &mutex); // HERE
    }
    pthread_mutex_unlock(&mutex);
    pthread_join(one, nullptr);
    pthread_join(two, nullptr);
}
