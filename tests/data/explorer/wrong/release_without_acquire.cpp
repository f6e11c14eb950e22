// The writer releases, but the reader loads with relaxed order, so the two are not ordered.
// finds: data-race
#include <atomic>
#include <thread>

static int message = 0;
static std::atomic<int*> published{nullptr};

int main() {
    int seen = 0;
    std::thread writer([] {
        message = 5; // HERE
        published.store(&message, std::memory_order_release);
    });
    std::thread reader([&seen] {
        const int* found = published.load(std::memory_order_relaxed);
        if (found != nullptr) {
            seen = *found; // HERE
        }
    });
    writer.join();
    reader.join();
    return seen == 0 || seen == 5 ? 0 : 1;
}
