// The writer locks a mutex for the balance, but the reader thinks that reading needs no lock.
// finds: data-race
#include <mutex>
#include <thread>

static std::mutex mutex;
static int balance = 100;

int main() {
    int seen = 0;
    std::thread writer([] {
        for (int i = 0; i < 2; ++i) {
            const std::scoped_lock lock(mutex);
            balance += 10; // HERE
        }
    });
    std::thread reader([&seen] {
        seen = balance; // HERE
    });
    writer.join();
    reader.join();
    return seen < 100 ? 1 : 0;
}
