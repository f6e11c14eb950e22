// A function that tries again and again to lock is called with that lock held.
// finds: self-deadlock
#include <pthread.h>
#include <sched.h>
#include <thread>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int entries = 0;

static void add_entry() {
    while (pthread_mutex_trylock(&mutex) != 0) // HERE
        sched_yield();                         // HERE
    ++entries;
    pthread_mutex_unlock(&mutex);
}

int main() {
    std::thread writer([] {
        pthread_mutex_lock(&mutex);
        if (entries == 0)
            add_entry();
        pthread_mutex_unlock(&mutex);
    });
    writer.join();
}
