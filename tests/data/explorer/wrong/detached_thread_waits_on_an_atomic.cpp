// Main ends although a detached thread still waits for a job that nobody will ever give it.
// finds: leaked-thread
#include <atomic>
#include <thread>

static std::atomic<int> jobs{0};
static std::atomic<int> done{0};

static void work() {
    jobs.wait(0); // HERE
    done.fetch_add(1);
}

int main() {
    std::thread(work).detach(); // HERE
    std::thread other([] { done.fetch_add(1); });
    other.join();
    return done.load() == 1 ? 0 : 1;
}
