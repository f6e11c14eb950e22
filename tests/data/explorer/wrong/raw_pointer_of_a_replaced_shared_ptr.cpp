// A reader keeps the raw pointer of a shared_ptr, which the writer replaces before it is used.
// finds: dangling
#include <memory>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::shared_ptr<int> settings(new int(3));

int main() {
    int seen = 0;
    std::thread reader([&seen] {
        const int* raw = nullptr;
        {
            const std::scoped_lock lock(mutex);
            raw = settings.get();
        }
        const std::scoped_lock lock(mutex);
        seen = *raw; // HERE
    });
    std::thread writer([] {
        const std::scoped_lock lock(mutex);
        settings.reset(new int(4));
    });
    reader.join();
    writer.join();
    return seen == 3 || seen == 4 ? 0 : 1;
}
