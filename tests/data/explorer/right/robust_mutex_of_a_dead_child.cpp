// A child dies with a robust mutex, and the next one who gets it is told, and mends what it guards.
// allow: processes
#include <cassert>
#include <cerrno>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct Shared {
    pthread_mutex_t mutex;
    int done;
};

int main() {
    auto* shared = static_cast<Shared*>(mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                                             MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&shared->mutex, &attributes);
    const pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(&shared->mutex);
        shared->done = -1;
        _exit(0);
    }
    if (pthread_mutex_lock(&shared->mutex) == EOWNERDEAD) {
        pthread_mutex_consistent(&shared->mutex);
        shared->done = 0;
    }
    ++shared->done;
    pthread_mutex_unlock(&shared->mutex);
    waitpid(child, nullptr, 0);
    const int again = pthread_mutex_lock(&shared->mutex);
    assert(again == EOWNERDEAD ? shared->done == -1 : shared->done == 1);
    pthread_mutex_consistent(&shared->mutex);
    pthread_mutex_unlock(&shared->mutex);
    return 0;
}
