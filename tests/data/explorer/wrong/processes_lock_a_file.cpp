// Two processes take turns by a lock on a file, for which they would wait in the kernel.
// finds: forbidden-call
// allow: processes
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    const int file = memfd_create("lock", 0);
    const pid_t child = fork();
    flock(file, LOCK_EX); // HERE
    flock(file, LOCK_UN);
    if (child == 0) {
        _exit(0);
    }
    return waitpid(child, nullptr, 0) == child ? 0 : 1;
}
