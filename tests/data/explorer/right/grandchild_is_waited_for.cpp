// A child has a child of its own and waits for it; numbers of processes are told apart.
// allow: processes
#include <cassert>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    const pid_t first = getpid();
    const pid_t child = fork();
    if (child == 0) {
        const pid_t grandchild = fork();
        if (grandchild == 0) {
            _exit(getppid() != first && getpid() != first ? 3 : 1);
        }
        int status = 0;
        const bool known = waitpid(grandchild, &status, 0) == grandchild;
        _exit(known && getppid() == first ? WEXITSTATUS(status) + 1 : 1);
    }
    int status = 0;
    assert(wait(&status) == child);
    assert(WIFEXITED(status) && WEXITSTATUS(status) == 4);
    return 0;
}
