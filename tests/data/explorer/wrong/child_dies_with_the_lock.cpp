// A child ends while it holds a process-shared mutex, which its parent then waits for.
// finds: deadlock
// allow: processes
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

void make_for_processes(pthread_mutex_t* mutex) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

int main() {
    auto* mutex = static_cast<pthread_mutex_t*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                                                     MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    make_for_processes(mutex);
    const pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(mutex);
        _exit(1); // the work has failed
    }
    pthread_mutex_lock(mutex); // HERE
    pthread_mutex_unlock(mutex);
    return waitpid(child, nullptr, 0) == child ? 0 : 1;
}
