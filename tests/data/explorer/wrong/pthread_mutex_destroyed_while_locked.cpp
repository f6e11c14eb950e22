// Main destroys a mutex when the worker has begun, and so may still be in its critical section.
// finds: misuse
#include <atomic>
#include <pthread.h>

static pthread_mutex_t mutex;
static std::atomic<bool> has_begun{false};
static int steps = 0;

static void* work(void*) {
    pthread_mutex_lock(&mutex);
    has_begun.store(true);
    ++steps;
    pthread_mutex_unlock(&mutex);
    return nullptr;
}

int main() {
    pthread_mutex_init(&mutex, nullptr);
    pthread_t worker;
    pthread_create(&worker, nullptr, work, nullptr);
    if (has_begun.load()) {
        pthread_mutex_destroy(&mutex); // HERE
        pthread_join(worker, nullptr);
    } else {
        pthread_join(worker, nullptr);
        pthread_mutex_destroy(&mutex);
    }
    return steps == 1 ? 0 : 1;
}
