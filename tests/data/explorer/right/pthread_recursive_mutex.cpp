// Two threads lock a mutex of the recursive kind once for every level of their recursion.
#include <cassert>
#include <pthread.h>

static pthread_mutex_t mutex;
static int visited = 0;

static void visit(int levels) {
    pthread_mutex_lock(&mutex);
    ++visited;
    if (levels > 1) {
        visit(levels - 1);
    }
    pthread_mutex_unlock(&mutex);
}

static void* walk(void*) {
    visit(3);
    return nullptr;
}

int main() {
    pthread_mutexattr_t kind;
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&mutex, &kind);
    pthread_mutexattr_destroy(&kind);
    pthread_t one;
    pthread_t two;
    pthread_create(&one, nullptr, walk, nullptr);
    pthread_create(&two, nullptr, walk, nullptr);
    pthread_join(one, nullptr);
    pthread_join(two, nullptr);
    pthread_mutex_destroy(&mutex);
    assert(visited == 6);
}
