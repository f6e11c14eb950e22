// One of two threads calls fork while the other one works.
// finds: forbidden-call
#include <mutex>
#include <sys/types.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

static std::mutex mutex;
static int tasks = 0;

static void count_task() {
    const std::scoped_lock lock(mutex);
    ++tasks;
}

int main() {
    std::thread worker(count_task);
    std::thread forker([] {
        count_task();
        const pid_t child = fork(); // HERE
        if (child == 0) {
            _exit(0);
        }
        waitpid(child, nullptr, 0);
    });
    worker.join();
    forker.join();
    return tasks == 2 ? 0 : 1;
}
