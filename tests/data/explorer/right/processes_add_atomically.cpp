// Two processes add to a lock-free atomic in shared memory, one by fetch_add and one by an exchange that it repeats.
// allow: processes
#include <atomic>
#include <cassert>
#include <new>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    auto* count = new (mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                            0)) std::atomic<long>(0);
    const pid_t one = fork();
    if (one == 0) {
        count->fetch_add(1);
        count->fetch_add(1);
        _exit(0);
    }
    const pid_t other = fork();
    if (other == 0) {
        long seen = count->load();
        while (!count->compare_exchange_weak(seen, seen + 1)) {
        }
        _exit(0);
    }
    waitpid(other, nullptr, 0);
    waitpid(one, nullptr, 0);
    assert(count->load() == 3);
    return 0;
}
