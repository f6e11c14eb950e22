// Main fills a record with ones, and the mutex in it with all the rest; a thread then locks it.
// finds: misuse
#include <cstring>
#include <mutex>
#include <thread>

struct Entry {
    int key = 0;
    int value = 0;
    std::mutex mutex;
};

int main() {
    Entry entry;
    std::memset(static_cast<void*>(&entry), 0xff, sizeof entry);
    std::thread writer([&entry] {
        const std::scoped_lock lock(entry.mutex); // HERE
        entry.value = 1;
    });
    writer.join();
}
