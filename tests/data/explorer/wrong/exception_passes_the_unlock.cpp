// An exception leaves the locked part, is caught further out, and the unlock is never reached.
// finds: lock-leaked
#include <mutex>
#include <stdexcept>
#include <thread>

static std::mutex mutex;
static int stock = 1;

static void take(int pieces) {
    mutex.lock(); // HERE
    if (pieces > stock) {
        throw std::runtime_error("sold out"); // HERE
    }
    stock -= pieces;
    mutex.unlock();
}

int main() {
    std::thread customer([] {
        try {
            take(1);
            take(1);
        } catch (const std::runtime_error&) {
        }
    }); // HERE
    customer.join();
}
