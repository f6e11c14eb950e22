// Two processes share a semaphore that was initialised for the threads of one process.
// finds: private-lock-shared
// allow: processes
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct Shared {
    sem_t free;
    int count;
};

int main() {
    auto* shared = static_cast<Shared*>(mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                                             MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    sem_init(&shared->free, 0, 1);
    for (int child = 0; child < 2; ++child) {
        if (fork() == 0) {
            sem_wait(&shared->free); // HERE
            ++shared->count;
            sem_post(&shared->free); // HERE
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    return shared->count == 2 ? 0 : 1;
}
