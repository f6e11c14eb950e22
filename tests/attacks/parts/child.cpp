#include <sys/wait.h>
#include <unistd.h>

namespace lab::attacked {

int status_of_child(int status) {
    const pid_t child = fork();
    if (child == 0) {
        _exit(status);
    }
    int ended = 0;
    waitpid(child, &ended, 0);
    return WEXITSTATUS(ended);
}

} // namespace lab::attacked
