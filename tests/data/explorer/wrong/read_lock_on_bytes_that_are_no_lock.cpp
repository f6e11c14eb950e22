// A lock is looked for at the wrong place: in bytes of a buffer, where none was ever made.
// finds: misuse
#include <cstring>
#include <shared_mutex>
#include <thread>

int main() {
    alignas(std::shared_mutex) unsigned char buffer[2 * sizeof(std::shared_mutex)];
    std::memset(buffer, 'x', sizeof buffer);
    std::thread reader([&buffer] {
        auto* mutex = reinterpret_cast<std::shared_mutex*>(buffer);
        mutex->lock_shared(); // HERE
        mutex->unlock_shared();
    });
    reader.join();
}
