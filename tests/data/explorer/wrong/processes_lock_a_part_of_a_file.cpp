// Parent and child lock the same byte of a file and wait for each other in the kernel.
// finds: forbidden-call
// allow: processes
#include <cstdio>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static void lock(int file, short kind) {
    struct flock part{};
    part.l_type = kind;
    part.l_whence = SEEK_SET;
    part.l_len = 1;
    fcntl(file, F_SETLKW, &part); // HERE
}

int main() {
    const int file = fileno(std::tmpfile());
    lock(file, F_WRLCK);
    const pid_t child = fork();
    if (child == 0) {
        lock(file, F_WRLCK);
        _exit(0);
    }
    lock(file, F_UNLCK);
    waitpid(child, nullptr, 0);
    return 0;
}
