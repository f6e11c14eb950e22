// A thread waits by the monotonic clock for something that never comes, and checks the time.
#include <cassert>
#include <cerrno>
#include <ctime>
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool has_come = false;

static void* wait_for_it(void* argument) {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += 20000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    int status = 0;
    pthread_mutex_lock(&mutex);
    while (!has_come && status == 0) {
        status = pthread_cond_clockwait(&changed, &mutex, CLOCK_MONOTONIC, &until);
    }
    pthread_mutex_unlock(&mutex);
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const bool is_late =
        now.tv_sec > until.tv_sec || (now.tv_sec == until.tv_sec && now.tv_nsec >= until.tv_nsec);
    *static_cast<bool*>(argument) = status == ETIMEDOUT && is_late;
    return nullptr;
}

int main() {
    bool has_timed_out = false;
    pthread_t waiter;
    pthread_create(&waiter, nullptr, wait_for_it, &has_timed_out);
    pthread_mutex_lock(&mutex);
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
    pthread_join(waiter, nullptr);
    assert(has_timed_out);
}
