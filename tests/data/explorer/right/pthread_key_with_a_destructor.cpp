// Each thread keeps a count of its own behind a key, whose destructor adds it to the total.
#include <atomic>
#include <cassert>
#include <pthread.h>

static pthread_key_t key;
static std::atomic<int> total{0};

static void add_and_free(void* pointer) {
    int* count = static_cast<int*>(pointer);
    total.fetch_add(*count);
    delete count;
}

static void* work(void*) {
    pthread_setspecific(key, new int(0));
    for (int i = 0; i < 3; ++i) {
        ++*static_cast<int*>(pthread_getspecific(key));
    }
    return nullptr;
}

int main() {
    pthread_key_create(&key, add_and_free);
    pthread_t one;
    pthread_t two;
    pthread_create(&one, nullptr, work, nullptr);
    pthread_create(&two, nullptr, work, nullptr);
    pthread_join(one, nullptr);
    pthread_join(two, nullptr);
    pthread_key_delete(key);
    assert(total.load() == 6);
}
