// The lock guard has no name, so it is gone again before the line that it should protect.
// finds: data-race
#include <mutex>
#include <thread>

static std::mutex mutex;
static int calls = 0;

static void call() {
    for (int i = 0; i < 2; ++i) {
        std::lock_guard<std::mutex>{mutex};
        ++calls; // HERE
    }
}

int main() {
    std::thread one(call);
    std::thread two(call);
    one.join();
    two.join();
    return calls > 4 ? 1 : 0;
}
