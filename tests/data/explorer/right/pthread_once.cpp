// Two threads call the same initialisation with pthread_once and read what it has set.
#include <cassert>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int calls = 0;
static int limit = 0;

static void load_limit() {
    ++calls;
    limit = 9;
}

static void* use(void* argument) {
    pthread_once(&once, load_limit);
    *static_cast<int*>(argument) = limit;
    return nullptr;
}

int main() {
    int seen[2] = {0, 0};
    pthread_t one;
    pthread_t two;
    pthread_create(&one, nullptr, use, &seen[0]);
    pthread_create(&two, nullptr, use, &seen[1]);
    pthread_join(one, nullptr);
    pthread_join(two, nullptr);
    assert(calls == 1 && seen[0] == 9 && seen[1] == 9);
}
