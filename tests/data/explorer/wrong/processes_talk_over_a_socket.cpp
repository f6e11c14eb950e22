// A child answers through one of two joined sockets, at which the parent waits in the kernel.
// finds: forbidden-call
// allow: processes
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends); // HERE
    const pid_t child = fork();
    if (child == 0) {
        send(ends[1], "x", 1, 0);
        _exit(0);
    }
    char answer = 0;
    recv(ends[0], &answer, 1, 0);
    waitpid(child, nullptr, 0);
    return answer == 'x' ? 0 : 1;
}
