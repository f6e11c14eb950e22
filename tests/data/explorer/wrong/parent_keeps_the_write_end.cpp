// The parent reads until the end of a pipe whose write end it holds open itself.
// finds: pipe-hang
// allow: processes
#include <sys/wait.h>
#include <unistd.h>

int main() {
    int ends[2];
    if (pipe(ends) != 0) {
        return 1;
    }
    const pid_t child = fork();
    if (child == 0) {
        const int answer = 42;
        write(ends[1], &answer, sizeof answer);
        _exit(0);
    }
    int answer = 0;
    while (read(ends[0], &answer, sizeof answer) > 0) { // HERE
    }
    return waitpid(child, nullptr, 0) == child && answer == 42 ? 0 : 1;
}
