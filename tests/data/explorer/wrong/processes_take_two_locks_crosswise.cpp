// Parent and child take two process-shared mutexes in opposite orders.
// finds: deadlock
// allow: processes
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct Shared {
    pthread_mutex_t here;
    pthread_mutex_t there;
};

void make_for_processes(pthread_mutex_t* mutex) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

void move(pthread_mutex_t* from, pthread_mutex_t* to) {
    pthread_mutex_lock(from);
    pthread_mutex_lock(to); // HERE
    pthread_mutex_unlock(to);
    pthread_mutex_unlock(from);
}

int main() {
    auto* shared = static_cast<Shared*>(mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                                             MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    make_for_processes(&shared->here);
    make_for_processes(&shared->there);
    const pid_t child = fork();
    if (child == 0) {
        move(&shared->there, &shared->here);
        _exit(0);
    }
    move(&shared->here, &shared->there);
    return waitpid(child, nullptr, 0) == child ? 0 : 1;
}
