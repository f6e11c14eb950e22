// The parent reads the result that its child writes to shared memory before it waits for the child.
// finds: data-race
// allow: processes
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    auto* result = static_cast<int*>(mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE,
                                          MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    const pid_t child = fork();
    if (child == 0) {
        *result = 1; // HERE
        _exit(0);
    }
    const int seen = *result; // HERE
    return waitpid(child, nullptr, 0) == child && seen <= 1 ? 0 : 1;
}
