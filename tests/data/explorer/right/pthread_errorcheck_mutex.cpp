// A mutex of the error-checking kind answers wrong uses with an error, as it is meant to.
#include <cassert>
#include <cerrno>
#include <pthread.h>

static pthread_mutex_t mutex;
static int counted = 0;

static void* count(void*) {
    const int not_mine = pthread_mutex_unlock(&mutex);
    assert(not_mine == EPERM);
    pthread_mutex_lock(&mutex);
    const int again = pthread_mutex_lock(&mutex);
    assert(again == EDEADLK);
    ++counted;
    pthread_mutex_unlock(&mutex);
    return nullptr;
}

int main() {
    pthread_mutexattr_t kind;
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&mutex, &kind);
    pthread_mutexattr_destroy(&kind);
    pthread_t one;
    pthread_t two;
    pthread_create(&one, nullptr, count, nullptr);
    pthread_create(&two, nullptr, count, nullptr);
    pthread_join(one, nullptr);
    pthread_join(two, nullptr);
    pthread_mutex_destroy(&mutex);
    assert(counted == 2);
}
