// One thread deletes the object under the lock, and another uses it under the lock all the same.
// finds: dangling
#include <mutex>
#include <thread>

struct Printer {
    int pages = 0;
};

static std::mutex mutex;
static Printer* printer = new Printer;

int main() {
    std::thread user([] {
        const std::scoped_lock lock(mutex);
        ++printer->pages; // HERE
    });
    std::thread cleaner([] {
        const std::scoped_lock lock(mutex);
        delete printer;
    });
    user.join();
    cleaner.join();
}
