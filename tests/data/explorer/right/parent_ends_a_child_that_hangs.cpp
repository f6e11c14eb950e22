// A child waits for what never comes, and its parent ends it and is told by which signal.
// allow: processes
#include <cassert>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    int never[2];
    assert(pipe(never) == 0);
    const pid_t child = fork();
    if (child == 0) {
        char byte = 0;
        read(never[0], &byte, 1);
        _exit(0);
    }
    assert(waitpid(child, nullptr, WNOHANG) == 0);
    assert(kill(child, SIGKILL) == 0);
    int status = 0;
    assert(waitpid(child, &status, 0) == child);
    assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return 0;
}
