// Each child counts in memory of its own and sends the result through a pipe, at the same addresses as the others.
// allow: processes
#include <cassert>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

int main() {
    std::vector<int> counts{100};
    int ends[2];
    assert(pipe(ends) == 0);
    for (int child = 0; child < 2; ++child) {
        if (fork() == 0) {
            close(ends[0]);
            counts[0] = child + 1;
            counts.push_back(counts[0]);
            write(ends[1], counts.data(), sizeof counts[0]);
            _exit(0);
        }
    }
    close(ends[1]);
    int total = 0;
    for (int part = 0; read(ends[0], &part, sizeof part) > 0;) {
        total += part;
    }
    close(ends[0]);
    int ended = 0;
    while (wait(nullptr) > 0) {
        ++ended;
    }
    assert(total == 3 && ended == 2 && counts[0] == 100 && counts.size() == 1);
    return 0;
}
