// Main tries to join, then joins for a while, and at last joins in earnest what is still left.
#include <cassert>
#include <cerrno>
#include <ctime>
#include <pthread.h>

static void* work(void* argument) {
    *static_cast<int*>(argument) += 1;
    return nullptr;
}

int main() {
    int results[2] = {1, 2};
    pthread_t one;
    pthread_t two;
    pthread_create(&one, nullptr, work, &results[0]);
    pthread_create(&two, nullptr, work, &results[1]);
    const int tried = pthread_tryjoin_np(one, nullptr);
    assert(tried == 0 || tried == EBUSY);
    if (tried == EBUSY) {
        pthread_join(one, nullptr);
    }
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    const int timed = pthread_timedjoin_np(two, nullptr, &until);
    assert(timed == 0 || timed == ETIMEDOUT);
    if (timed == ETIMEDOUT) {
        pthread_join(two, nullptr);
    }
    assert(results[0] == 2 && results[1] == 3);
}
