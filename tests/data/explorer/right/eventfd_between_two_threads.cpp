// One thread adds to an eventfd, the other reads from it until it has got all that was added.
#include <cassert>
#include <cstdint>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>

int main() {
    const int events = eventfd(0, 0);
    assert(events >= 0);
    std::uint64_t received = 0;
    std::thread sender([events] {
        for (std::uint64_t amount = 1; amount <= 2; ++amount) {
            const ssize_t written = write(events, &amount, sizeof amount);
            assert(written == sizeof amount);
        }
    });
    std::thread receiver([events, &received] {
        while (received < 3) {
            std::uint64_t amount = 0;
            const ssize_t got = read(events, &amount, sizeof amount);
            assert(got == sizeof amount);
            received += amount;
        }
    });
    sender.join();
    receiver.join();
    close(events);
    assert(received == 3);
}
