// A thread reads from the standard input, about which the program itself can say nothing.
// finds: forbidden-call
#include <atomic>
#include <thread>
#include <unistd.h>

static std::atomic<long> received{0};

int main() {
    std::thread reader([] {
        char letter = 0;
        received.store(read(0, &letter, 1)); // HERE
    });
    std::thread other([] { received.load(); });
    reader.join();
    other.join();
    return received.load() <= 1 ? 0 : 1;
}
