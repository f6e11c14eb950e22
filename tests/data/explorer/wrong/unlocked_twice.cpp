// A branch unlocks the mutex early, and the end of the function unlocks it once more.
// finds: misuse
#include <mutex>
#include <thread>

static std::mutex mutex;
static int seats = 1;
static int refused = 0;

static void book() {
    mutex.lock();
    if (seats > 0) {
        --seats;
    } else {
        ++refused;
        mutex.unlock();
    }
    mutex.unlock(); // HERE
}

int main() {
    std::thread one(book);
    std::thread two(book);
    one.join();
    two.join();
    return refused == 1 ? 0 : 1;
}
