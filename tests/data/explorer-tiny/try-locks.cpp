// classes: 4
// Who tries first gets it. The other one fails, or comes behind the unlock.
#include <mutex>
#include <thread>

std::mutex mutex;

void try_it() {
    if (mutex.try_lock()) {
        mutex.unlock();
    }
}

int main() {
    std::thread one(try_it);
    std::thread two(try_it);
    one.join();
    two.join();
}
