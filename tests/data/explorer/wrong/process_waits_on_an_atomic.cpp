// A process waits on an atomic in shared memory, and another one's notify does not reach it.
// finds: private-lock-shared
// allow: processes
#include <atomic>
#include <new>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    auto* ready = new (mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                            0)) std::atomic<int>(0);
    const pid_t child = fork();
    if (child == 0) {
        ready->store(1);
        ready->notify_all();
        _exit(0);
    }
    ready->wait(0); // HERE
    return waitpid(child, nullptr, 0) == child ? 0 : 1;
}
