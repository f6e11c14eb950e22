// A thread waits for a permit up to a point in time, and reads the data only if it got one.
#include <cassert>
#include <cerrno>
#include <ctime>
#include <pthread.h>
#include <semaphore.h>

static sem_t permit;
static int prepared = 0;

static void* prepare(void*) {
    prepared = 4;
    sem_post(&permit);
    return nullptr;
}

static void* use(void* argument) {
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    int failed = sem_timedwait(&permit, &until);
    while (failed != 0 && errno == EINTR) {
        failed = sem_timedwait(&permit, &until);
    }
    assert(failed == 0 || errno == ETIMEDOUT);
    *static_cast<int*>(argument) = failed == 0 ? prepared : -1;
    return nullptr;
}

int main() {
    sem_init(&permit, 0, 0);
    int seen = 0;
    pthread_t preparer;
    pthread_t user;
    pthread_create(&preparer, nullptr, prepare, nullptr);
    pthread_create(&user, nullptr, use, &seen);
    pthread_join(preparer, nullptr);
    pthread_join(user, nullptr);
    sem_destroy(&permit);
    assert(seen == 4 || seen == -1);
}
