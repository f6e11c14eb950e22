// Two processes take turns at a counter by a process-shared semaphore, in a mapping of a memory file.
// allow: processes
#include <cassert>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct Shared {
    sem_t free;
    int count;
};

// Each process maps the file for itself.
Shared* mapped(int file) {
    return static_cast<Shared*>(
        mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
}

int main() {
    const int file = memfd_create("counter", 0);
    assert(ftruncate(file, sizeof(Shared)) == 0);
    Shared* const mine = mapped(file);
    sem_init(&mine->free, 1, 1);
    for (int child = 0; child < 2; ++child) {
        if (fork() == 0) {
            Shared* const own = mapped(file);
            sem_wait(&own->free);
            ++own->count;
            sem_post(&own->free);
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    assert(mine->count == 2);
    sem_destroy(&mine->free);
    munmap(mine, sizeof(Shared));
    close(file);
    return 0;
}
