// The parent waits for its child's end before it reads what the child writes, which is more than a pipe holds.
// finds: pipe-hang
// allow: processes
#include <string>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    int ends[2];
    if (pipe(ends) != 0) {
        return 1;
    }
    const pid_t child = fork();
    if (child == 0) {
        const std::string text(200'000, 'x');
        write(ends[1], text.data(), text.size()); // HERE
        _exit(0);
    }
    close(ends[1]);
    waitpid(child, nullptr, 0);
    char part[4096];
    long all = 0;
    for (ssize_t got = 0; (got = read(ends[0], part, sizeof part)) > 0;) {
        all += got;
    }
    return all == 200'000 ? 0 : 1;
}
