// The parent takes its child's answer from shared memory, and ends without waiting for the child.
// finds: zombie
// allow: processes
#include <atomic>
#include <new>
#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

int main() {
    auto* answer = new (mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                             0)) std::atomic<int>(0);
    if (fork() == 0) { // HERE
        answer->store(42);
        _exit(0);
    }
    while (answer->load() == 0) {
        sched_yield();
    }
    return answer->load() == 42 ? 0 : 1;
}
