// A process waits at a std::latch in shared memory, whose wake-ups do not leave the process that counts down last.
// finds: private-lock-shared
// allow: processes
#include <latch>
#include <new>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    auto* latch = new (mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                            0)) std::latch(1);
    const pid_t child = fork();
    if (child == 0) {
        latch->count_down();
        _exit(0);
    }
    latch->wait(); // HERE
    return waitpid(child, nullptr, 0) == child ? 0 : 1;
}
