// A server sleeps at its start, in the hope that the settings are loaded when it wakes up.
// finds: sleep-as-sync
#include <atomic>
#include <cassert>
#include <pthread.h>
#include <unistd.h>

static std::atomic<int> port{0};

static void* load_settings(void*) {
    port.store(8080);
    return nullptr;
}

static void* serve(void* argument) {
    usleep(30000); // HERE
    *static_cast<int*>(argument) = port.load();
    return nullptr;
}

int main() {
    int opened = 0;
    pthread_t loader;
    pthread_t server;
    pthread_create(&loader, nullptr, load_settings, nullptr);
    pthread_create(&server, nullptr, serve, &opened);
    pthread_join(loader, nullptr);
    pthread_join(server, nullptr);
    assert(opened == 8080);
}
