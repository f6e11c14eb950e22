// A second thread is assigned to the variable that still holds the first one, not yet joined.
// finds: terminate
#include <atomic>
#include <thread>

static std::atomic<int> runs{0};

static void run() {
    runs.fetch_add(1);
}

int main() {
    std::thread worker;
    for (int i = 0; i < 2; ++i) {
        worker = std::thread(run); // HERE
    }
    worker.join();
    return runs.load() == 2 ? 0 : 1;
}
