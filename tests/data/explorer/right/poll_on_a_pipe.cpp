// A thread polls two pipes with no time limit and reads from whichever is ready, until both end.
#include <cassert>
#include <poll.h>
#include <thread>
#include <unistd.h>

static void send(int end, char byte) {
    const ssize_t written = write(end, &byte, 1);
    assert(written == 1);
    close(end);
}

int main() {
    int one[2] = {-1, -1};
    int two[2] = {-1, -1};
    const int failures = pipe(one) + pipe(two);
    assert(failures == 0);
    std::thread first(send, one[1], char{3});
    std::thread second(send, two[1], char{5});
    pollfd ends[2] = {{one[0], POLLIN, 0}, {two[0], POLLIN, 0}};
    int sum = 0;
    int open_ends = 2;
    while (open_ends > 0) {
        const int ready = poll(ends, 2, -1);
        assert(ready > 0);
        for (pollfd& end : ends) {
            char byte = 0;
            if (end.revents == 0) {
                continue;
            }
            if (read(end.fd, &byte, 1) == 1) {
                sum += byte;
            } else {
                close(end.fd);
                end.fd = -1;
                --open_ends;
            }
        }
    }
    first.join();
    second.join();
    assert(sum == 8);
}
