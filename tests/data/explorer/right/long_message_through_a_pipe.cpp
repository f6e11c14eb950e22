// A child writes more than a pipe holds while its parent reads until the end, and waits then.
// allow: processes
#include <cassert>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    constexpr std::size_t size = 200'000;
    int ends[2];
    assert(pipe(ends) == 0);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        const std::string text(size, 'x');
        _exit(write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(size) ? 7 : 1);
    }
    close(ends[1]);
    static char part[65536];
    std::size_t all = 0;
    for (ssize_t got = 0; (got = read(ends[0], part, sizeof part)) > 0;) {
        all += static_cast<std::size_t>(got);
    }
    int status = 0;
    assert(waitpid(child, &status, 0) == child);
    assert(all == size && WIFEXITED(status) && WEXITSTATUS(status) == 7);
    return 0;
}
