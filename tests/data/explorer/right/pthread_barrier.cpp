// Two threads meet at a pthread barrier, and exactly one of them is told to be the serial one.
#include <cassert>
#include <pthread.h>

static pthread_barrier_t barrier;
static int written[2] = {0, 0};
static int seen[2] = {0, 0};
static int serial[2] = {0, 0};

static void meet(int me) {
    written[me] = me + 1;
    const int status = pthread_barrier_wait(&barrier);
    serial[me] = status == PTHREAD_BARRIER_SERIAL_THREAD ? 1 : 0;
    seen[me] = written[1 - me];
}

static void* work(void*) {
    meet(1);
    return nullptr;
}

int main() {
    pthread_barrier_init(&barrier, nullptr, 2);
    pthread_t worker;
    pthread_create(&worker, nullptr, work, nullptr);
    meet(0);
    pthread_join(worker, nullptr);
    pthread_barrier_destroy(&barrier);
    assert(seen[0] == 2 && seen[1] == 1);
    assert(serial[0] + serial[1] == 1);
}
