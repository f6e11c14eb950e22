// threadlab-unconfined: what code would try first against the confinement of a harness. `threadlab
// doctor` and the tests run it in the real sandbox, one attempt a run:
//
//   threadlab-unconfined ATTEMPT
//
// Confines itself as a harness does, then tries. Exit status 0, or the end by a signal: it was
// refused. 1: it got through, and says on standard output to what. 2: wrong usage.

#include "harness/confine.hpp"
#include "harness/confine_files.hpp"

#include <array>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace {

enum Result : int { refused = 0, got_through = 1, wrong_usage = 2 };

Result through(const char* what) {
    std::puts(what);
    return got_through;
}

// getpid(), by code of its own making.
Result make_calls() {
#if defined(__x86_64__)
    constexpr std::array<unsigned char, 8> code{0xB8, 39, 0, 0, 0, 0x0F, 0x05, 0xC3};
#elif defined(__aarch64__)
    constexpr std::array<unsigned char, 12> code{0x88, 0x15, 0x80, 0xD2, 0x01, 0x00,
                                                 0x00, 0xD4, 0xC0, 0x03, 0x5F, 0xD6};
#endif
    const bool filtered = threadlab::harness::confine_system_calls();
    void* page = mmap(nullptr, code.size(), PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) {
        return filtered ? refused : through("the kernel refuses a filter over the addresses");
    }
    std::memcpy(page, code.data(), code.size());
    __builtin___clear_cache(static_cast<char*>(page), static_cast<char*>(page) + code.size());
    if (reinterpret_cast<long (*)()>(page)() != getpid()) {
        return refused;
    }
    return through(filtered ? "made a system call all the same"
                            : "made one, as the kernel refuses a filter over the addresses of "
                              "instructions; at isolation full no check can be graded");
}

// Its own memory, past its protection, and the program that it was started from.
Result open_files(const char* own_program) {
    threadlab::harness::confine_writing();
    threadlab::harness::confine_reading();
    if (open("/proc/self/mem", O_WRONLY) >= 0) {
        return through("opened /proc/self/mem, by which code that may open files can change its "
                       "own memory: the kernel's Landlock is missing (Linux 5.13 and later have "
                       "it) or switched off");
    }
    return open(own_program, O_RDONLY) >= 0 ? through("opened the harness for reading") : refused;
}

} // namespace

int main(int argc, char** argv) {
    const std::string_view attempt = argc > 1 ? argv[1] : "";
    if (attempt == "calls") {
        return make_calls();
    }
    if (attempt == "files") {
        return open_files(argv[0]);
    }
    std::fputs("threadlab-unconfined is started by threadlab, not by hand.\n", stderr);
    return wrong_usage;
}
