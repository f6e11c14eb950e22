#include "processes.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <new>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

[[noreturn]] void sleep_for_ever() {
    while (true) {
        pause();
    }
}

pid_t start(const std::function<void()>& work) {
    const pid_t pid = fork();
    if (pid == 0) {
        work();
        _exit(0);
    }
    return pid;
}

template <typename T>
T* shared() {
    void* memory =
        mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return new (memory) T();
}

} // namespace

void ends_well() {
    waitpid(start([] {}), nullptr, 0);
}

void returns_in_the_child() {
    if (const pid_t pid = fork()) {
        waitpid(pid, nullptr, 0);
    }
}

void throws_in_the_child() {
    const pid_t pid = start([] { throw std::runtime_error("in the child"); });
    waitpid(pid, nullptr, 0);
}

void leaves_a_zombie() {
    start([] {});
}

// As if it had made a system call that nobody may make.
void loses_a_child_to_the_sandbox() {
    waitpid(start([] { raise(SIGSYS); }), nullptr, 0);
}

void leaves_a_child_asleep() {
    start(sleep_for_ever);
}

void leaves_an_orphan() {
    waitpid(start([] { start(sleep_for_ever); }), nullptr, 0);
}

void lets_an_orphan_end() {
    waitpid(start([] { start([] { usleep(20'000); }); }), nullptr, 0);
}

void leaves_a_descriptor() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        std::abort();
    }
    close(ends[0]);
}

void leaves_another_descriptor() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        std::abort();
    }
    close(ends[0]);
    close(ends[1]);
    if (dup(1) < 0) { // has the number that the pipe had
        std::abort();
    }
}

void leaves_a_mapping() {
    shared<int>();
}

void renews_its_mapping() {
    static int* kept = nullptr;
    int* renewed = shared<int>();
    if (kept != nullptr) {
        munmap(kept, sizeof *kept);
    }
    kept = renewed;
}

// The one that was started first comes last.
void returns_in_both_children() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        std::abort();
    }
    const pid_t first = fork();
    if (first == 0) {
        close(ends[1]);
        char byte = 0;
        if (read(ends[0], &byte, 1) != 0) { // until the second one has ended
            std::abort();
        }
        return;
    }
    const pid_t second = fork();
    if (second == 0) {
        return;
    }
    close(ends[0]);
    close(ends[1]);
    waitpid(second, nullptr, 0);
    waitpid(first, nullptr, 0);
}

void locks_for_one_process() {
    auto* mutex = shared<std::mutex>();
    mutex->lock();
    mutex->unlock();
    munmap(mutex, sizeof *mutex);
}

namespace {

pthread_mutex_t* several() {
    auto* mutex = shared<pthread_mutex_t>();
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(mutex, &attributes);
    return mutex;
}

} // namespace

void locks_for_several() {
    pthread_mutex_t* mutex = several();
    pthread_mutex_lock(mutex);
    pthread_mutex_unlock(mutex);
    munmap(mutex, sizeof *mutex);
    std::mutex own;
    const std::scoped_lock lock(own);
}

void reads_from_itself() {
    std::array<int, 2> ends{};
    char byte = 0;
    if (pipe(ends.data()) == 0 && read(ends[0], &byte, 1) == 1) {
        std::abort();
    }
}

void fills_a_pipe() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        std::abort();
    }
    const std::string text(1 << 20, 'x');
    const pid_t pid = start([&] {
        if (write(ends[1], text.data(), text.size()) < 0) {
            std::abort();
        }
    });
    waitpid(pid, nullptr, 0);
}

void waits_for_a_lock_of_the_dead() {
    pthread_mutex_t* mutex = several();
    waitpid(start([&] { pthread_mutex_lock(mutex); }), nullptr, 0);
    pthread_mutex_lock(mutex);
}

void waits_for_a_sleeper() {
    waitpid(start(sleep_for_ever), nullptr, 0);
}

void exits_instead_of_the_child() {
    start([] {});
    _exit(0);
}

void writes_the_record_in_the_child() {
    constexpr int record_descriptor = 3;
    const pid_t pid = start([] {
        if (write(record_descriptor, "passed", 6) > 0) {
            std::abort();
        }
    });
    int status = 0;
    waitpid(pid, &status, 0);
    if (status != 0) {
        throw std::runtime_error("the child could write");
    }
}

void crashes_in_the_child() {
    const pid_t pid = start([] { *static_cast<volatile int*>(nullptr) = 1; });
    int status = 0;
    waitpid(pid, &status, 0);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSEGV) {
        throw std::runtime_error("the child did not crash");
    }
}

void signals_everybody() {
    kill(-1, SIGKILL);
}

int starts_one_process() {
    const pid_t pid = fork();
    if (pid == 0) {
        _exit(0);
    }
    const int error = errno;
    waitpid(pid, nullptr, pid < 0 ? WNOHANG : 0);
    return pid < 0 ? error : 0;
}

bool reads_at_once() {
    std::array<int, 2> ends{};
    char byte = 'x';
    const bool right =
        pipe(ends.data()) == 0 && write(ends[1], &byte, 1) == 1 && read(ends[0], &byte, 1) == 1;
    close(ends[0]);
    close(ends[1]);
    return right;
}

int writes_32_kilobytes_at_once() {
    std::array<int, 2> ends{};
    std::vector<char> text(32768, 'x');
    const bool open = pipe(ends.data()) == 0;
    const ssize_t written = open ? write(ends[1], text.data(), text.size()) : 0;
    close(ends[0]);
    close(ends[1]);
    return static_cast<int>(written);
}

void runs_two(const std::function<void()>& work) {
    const pid_t first = start(work);
    const pid_t second = start(work);
    waitpid(first, nullptr, 0);
    waitpid(second, nullptr, 0);
}

void runs_one_after_the_other(const std::function<void()>& work) {
    for (int i = 0; i < 2; ++i) {
        waitpid(start(work), nullptr, 0);
    }
}

void runs_none(const std::function<void()>& work) {
    work();
}
