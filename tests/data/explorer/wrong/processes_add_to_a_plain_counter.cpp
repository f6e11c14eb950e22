// Two processes add to a counter in a shared mapping, and nothing orders their additions.
// finds: data-race
// allow: processes
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    auto* count = static_cast<long*>(mmap(nullptr, sizeof(long), PROT_READ | PROT_WRITE,
                                          MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    for (int child = 0; child < 2; ++child) {
        if (fork() == 0) {
            for (int i = 0; i < 2; ++i) {
                ++*count; // HERE
            }
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    return *count == 4 ? 0 : 1;
}
