// The pointer is copied under the lock, but read through after it, when the value may be gone.
// finds: data-race
#include <mutex>
#include <thread>

static std::mutex mutex;
static int* value = new int(3);
static int seen = 0;

int main() {
    std::thread reader([] {
        int* copy = nullptr;
        {
            const std::lock_guard lock(mutex);
            copy = value;
        }
        if (copy != nullptr)
            seen = *copy; // HERE
    });
    int* old = nullptr;
    {
        const std::lock_guard lock(mutex);
        old = value;
        value = nullptr;
    }
    delete old; // HERE
    reader.join();
}
