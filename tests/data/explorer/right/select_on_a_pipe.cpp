// A thread waits by select and pselect for what another one writes, and sleeps by them.
#include <cassert>
#include <chrono>
#include <poll.h>
#include <sys/select.h>
#include <thread>
#include <unistd.h>

int main() {
    int ends[2] = {-1, -1};
    const int failures = pipe(ends);
    assert(failures == 0);
    std::thread writer([&] {
        const timespec half_a_second{0, 500'000'000};
        const int ready = ppoll(nullptr, 0, &half_a_second, nullptr);
        assert(ready == 0);
        const ssize_t written = write(ends[1], "x", 1);
        assert(written == 1);
    });
    const auto begin = std::chrono::steady_clock::now();
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(ends[0], &readable);
    timeval short_time{0, 1000};
    const int too_early = select(ends[0] + 1, &readable, nullptr, nullptr, &short_time);
    assert(too_early == 0 && !FD_ISSET(ends[0], &readable));
    FD_SET(ends[0], &readable);
    const int ready = pselect(ends[0] + 1, &readable, nullptr, nullptr, nullptr, nullptr);
    assert(ready == 1 && FD_ISSET(ends[0], &readable));
    assert(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(500));
    timeval second{1, 0};
    select(0, nullptr, nullptr, nullptr, &second);
    assert(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(1500));
    writer.join();
}
