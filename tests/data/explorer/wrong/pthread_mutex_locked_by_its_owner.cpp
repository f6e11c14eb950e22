// A cleanup function locks the default mutex that its caller holds when the list is full.
// finds: self-deadlock
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int entries = 0;

static void clean_up() {
    pthread_mutex_lock(&mutex); // HERE
    entries = 0;
    pthread_mutex_unlock(&mutex);
}

static void* insert(void*) {
    for (int i = 0; i < 2; ++i) {
        pthread_mutex_lock(&mutex);
        ++entries;
        if (entries > 3) {
            clean_up();
        }
        pthread_mutex_unlock(&mutex);
    }
    return nullptr;
}

int main() {
    pthread_t one;
    pthread_t two;
    pthread_create(&one, nullptr, insert, nullptr);
    pthread_create(&two, nullptr, insert, nullptr);
    pthread_join(one, nullptr);
    pthread_join(two, nullptr);
    return entries <= 3 ? 0 : 1;
}
