// Two threads count under a mutex that was initialised statically; one of them may have to try.
#include <cassert>
#include <cerrno>
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int counted = 0;

static void* count(void*) {
    for (int i = 0; i < 2; ++i) {
        const int busy = pthread_mutex_trylock(&mutex);
        assert(busy == 0 || busy == EBUSY);
        if (busy == EBUSY) {
            pthread_mutex_lock(&mutex);
        }
        ++counted;
        pthread_mutex_unlock(&mutex);
    }
    return nullptr;
}

int main() {
    pthread_t one;
    pthread_t two;
    pthread_create(&one, nullptr, count, nullptr);
    pthread_create(&two, nullptr, count, nullptr);
    pthread_join(one, nullptr);
    pthread_join(two, nullptr);
    assert(counted == 4);
}
