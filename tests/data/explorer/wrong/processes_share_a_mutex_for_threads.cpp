// Two processes lock a std::mutex that lies in shared memory, but is for the threads of one process only.
// finds: private-lock-shared
// allow: processes
#include <mutex>
#include <new>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct Shared {
    std::mutex mutex;
    int count = 0;
};

int main() {
    auto* shared = new (mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0)) Shared;
    for (int child = 0; child < 2; ++child) {
        if (fork() == 0) {
            {
                const std::lock_guard lock(shared->mutex); // HERE
                ++shared->count;
            }
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    return shared->count == 2 ? 0 : 1;
}
