// The pointer is looked at without the lock before it is looked at with it, and it is not atomic.
// finds: data-race
#include <mutex>
#include <thread>

static std::mutex mutex;
static int* instance = nullptr;

static int value() {
    if (instance == nullptr) { // HERE
        const std::scoped_lock lock(mutex);
        if (instance == nullptr) {
            instance = new int(7); // HERE
        }
    }
    return *instance; // HERE
}

int main() {
    int first = 0;
    int second = 0;
    std::thread one([&first] { first = value(); });
    std::thread two([&second] { second = value(); });
    one.join();
    two.join();
    delete instance;
    return first == second ? 0 : 1;
}
