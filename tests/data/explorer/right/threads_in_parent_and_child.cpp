// Parent and child both start threads, which count in memory at the same addresses, each in a process of its own.
// allow: processes
#include <cassert>
#include <mutex>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

int main() {
    std::mutex mutex;
    int count = 0;
    const auto add = [&] {
        const std::lock_guard lock(mutex);
        ++count;
    };
    const pid_t child = fork();
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    if (child == 0) {
        _exit(count);
    }
    int status = 0;
    assert(waitpid(child, &status, 0) == child);
    assert(count == 2 && WIFEXITED(status) && WEXITSTATUS(status) == 2);
    return 0;
}
