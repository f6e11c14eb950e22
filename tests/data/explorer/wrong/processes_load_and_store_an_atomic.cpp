// Two processes add to an atomic in a shared mapping by a load and a store, between which the other may add.
// finds: wrong-result
// allow: processes
#include <atomic>
#include <cassert>
#include <new>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    auto* count = new (mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                            0)) std::atomic<int>(0);
    for (int child = 0; child < 2; ++child) {
        if (fork() == 0) {
            count->store(count->load() + 1);
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    assert(count->load() == 2); // HERE
    return 0;
}
