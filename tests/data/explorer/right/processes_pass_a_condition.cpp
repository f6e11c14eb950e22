// A child waits on a process-shared condition variable, in a loop, for what its parent announces.
// allow: processes
#include <cassert>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct Shared {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int value;
};

void make_for_processes(pthread_mutex_t* mutex) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

void make_for_processes(pthread_cond_t* condition) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

int main() {
    auto* shared = static_cast<Shared*>(mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                                             MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    make_for_processes(&shared->mutex);
    make_for_processes(&shared->changed);
    const pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(&shared->mutex);
        while (shared->value == 0) {
            pthread_cond_wait(&shared->changed, &shared->mutex);
        }
        const int seen = shared->value;
        pthread_mutex_unlock(&shared->mutex);
        _exit(seen);
    }
    pthread_mutex_lock(&shared->mutex);
    shared->value = 5;
    pthread_cond_signal(&shared->changed);
    pthread_mutex_unlock(&shared->mutex);
    int status = 0;
    assert(waitpid(child, &status, 0) == child);
    assert(WIFEXITED(status) && WEXITSTATUS(status) == 5);
    return 0;
}
