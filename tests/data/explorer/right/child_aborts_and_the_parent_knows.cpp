// One child aborts and another one leaves by a null pointer: their parent expects both.
// allow: processes
#include <cassert>
#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    const pid_t aborting = fork();
    if (aborting == 0) {
        std::abort();
    }
    const pid_t crashing = fork();
    if (crashing == 0) {
        volatile int* nothing = nullptr;
        *nothing = 1;
        _exit(0);
    }
    int status = 0;
    assert(waitpid(aborting, &status, 0) == aborting);
    assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert(waitpid(crashing, &status, 0) == crashing);
    assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    return 0;
}
