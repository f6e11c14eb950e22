// A thread ends itself with pthread_exit while it holds a mutex.
// finds: lock-leaked
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int saved = 0;

static void* save(void* argument) {
    pthread_mutex_lock(&mutex); // HERE
    ++saved;
    if (argument == nullptr) {
        pthread_exit(nullptr); // HERE
    }
    pthread_mutex_unlock(&mutex);
    return nullptr;
}

int main() {
    int name = 0;
    pthread_t named;
    pthread_t nameless;
    pthread_create(&named, nullptr, save, &name);
    pthread_join(named, nullptr);
    pthread_create(&nameless, nullptr, save, nullptr);
    pthread_join(nameless, nullptr);
    return saved == 2 ? 0 : 1;
}
