// One thread writes three bytes into a pipe and closes it, the other reads up to the end.
#include <cassert>
#include <thread>
#include <unistd.h>

int main() {
    int ends[2] = {-1, -1};
    const int failed = pipe(ends);
    assert(failed == 0);
    int sum = 0;
    std::thread writer([&ends] {
        for (char byte = 1; byte <= 3; ++byte) {
            const ssize_t written = write(ends[1], &byte, 1);
            assert(written == 1);
        }
        close(ends[1]);
    });
    std::thread reader([&ends, &sum] {
        char byte = 0;
        while (read(ends[0], &byte, 1) == 1) {
            sum += byte;
        }
        close(ends[0]);
    });
    writer.join();
    reader.join();
    assert(sum == 6);
}
