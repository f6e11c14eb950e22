// An exception between the start of a thread and its join destroys the thread while it is joinable.
// finds: terminate
#include <atomic>
#include <stdexcept>
#include <thread>

static std::atomic<bool> is_full{false};

static void fill_and_check() {
    std::thread filler([] { is_full.store(true); }); // HERE
    if (is_full.load()) {
        throw std::runtime_error("full"); // HERE
    }
    filler.join();
} // HERE

int main() {
    try {
        fill_and_check();
    } catch (const std::runtime_error&) {
        return 0;
    }
}
