// Main lets the detached helper go on only if the worker was quick, and ends in any case.
// finds: leaked-thread
#include <atomic>
#include <semaphore>
#include <thread>

static std::binary_semaphore may_go{0};
static std::binary_semaphore has_gone{0};
static std::atomic<bool> was_quick{false};

static void help() {
    may_go.acquire(); // HERE
    has_gone.release();
}

int main() {
    std::thread helper(help); // HERE
    helper.detach();          // HERE
    std::thread worker([] { was_quick.store(true); });
    const bool helps = was_quick.load();
    worker.join();
    if (helps) {
        may_go.release();
        has_gone.acquire();
    }
}
