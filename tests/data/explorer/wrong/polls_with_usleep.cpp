// A consumer sleeps with usleep until an atomic says that the slow producer has put something in.
// finds: polling
#include <atomic>
#include <pthread.h>
#include <unistd.h>

static std::atomic<int> stock{0};

static void* produce(void*) {
    sleep(1);
    stock.store(3);
    return nullptr;
}

static void* consume(void*) {
    while (stock.load() == 0) { // HERE
        usleep(1000);           // HERE
    }
    stock.fetch_sub(1);
    return nullptr;
}

int main() {
    pthread_t producer;
    pthread_t consumer;
    pthread_create(&producer, nullptr, produce, nullptr);
    pthread_create(&consumer, nullptr, consume, nullptr);
    pthread_join(producer, nullptr);
    pthread_join(consumer, nullptr);
    return stock.load() == 2 ? 0 : 1;
}
