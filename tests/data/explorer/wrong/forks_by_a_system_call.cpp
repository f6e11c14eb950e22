// The library's fork is passed by.
// finds: forbidden-call
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

int main() {
    std::thread worker([] {
        if (syscall(SYS_clone, 17L, 0L, 0L, 0L, 0L) == 0) { // HERE
            syscall(SYS_exit_group, 0);
        }
    });
    worker.join();
}
