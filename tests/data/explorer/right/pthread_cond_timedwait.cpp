// A thread waits on a condition up to a point in time; what it saw fits how the wait ended.
#include <cassert>
#include <cerrno>
#include <ctime>
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool is_done = false;

static void* work(void*) {
    pthread_mutex_lock(&mutex);
    is_done = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    return nullptr;
}

int main() {
    pthread_t worker;
    pthread_create(&worker, nullptr, work, nullptr);
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    int status = 0;
    pthread_mutex_lock(&mutex);
    while (!is_done && status == 0) {
        status = pthread_cond_timedwait(&changed, &mutex, &until);
    }
    const bool was_done = is_done;
    pthread_mutex_unlock(&mutex);
    pthread_join(worker, nullptr);
    assert(was_done || status == ETIMEDOUT);
    assert(is_done);
}
