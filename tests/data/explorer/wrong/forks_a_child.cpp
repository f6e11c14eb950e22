// The program starts a second process with fork, which such a program must not do.
// finds: forbidden-call
#include <atomic>
#include <sys/types.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

static std::atomic<int> counted{0};

int main() {
    std::thread counter([] { counted.fetch_add(1); });
    counter.join();
    const pid_t child = fork(); // HERE
    if (child == 0) {
        _exit(0);
    }
    waitpid(child, nullptr, 0);
    return counted.load() == 1 ? 0 : 1;
}
