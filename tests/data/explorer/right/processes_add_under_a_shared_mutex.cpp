// Three processes add to a counter in shared memory under a process-shared mutex.
// allow: processes
#include <cassert>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct Shared {
    pthread_mutex_t mutex;
    long count;
};

void make_for_processes(pthread_mutex_t* mutex) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

int main() {
    auto* shared = static_cast<Shared*>(mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                                             MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    make_for_processes(&shared->mutex);
    for (int child = 0; child < 3; ++child) {
        if (fork() == 0) {
            for (int i = 0; i < 2; ++i) {
                pthread_mutex_lock(&shared->mutex);
                ++shared->count;
                pthread_mutex_unlock(&shared->mutex);
            }
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    assert(shared->count == 6);
    pthread_mutex_destroy(&shared->mutex);
    munmap(shared, sizeof(Shared));
    return 0;
}
