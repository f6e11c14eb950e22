// A signal would come at a moment that nobody decides.
// finds: forbidden-call
#include <atomic>
#include <csignal>
#include <pthread.h>
#include <thread>

static std::atomic<bool> stop{false};

static void on_signal(int) {
    stop = true;
}

int main() {
    std::signal(SIGUSR1, on_signal);
    std::thread worker([] {
        while (!stop) {
            std::this_thread::yield();
        }
    });
    pthread_kill(worker.native_handle(), SIGUSR1); // HERE
    worker.join();
}
