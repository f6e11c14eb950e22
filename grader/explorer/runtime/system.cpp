#include "explorer/runtime/system.hpp"

#include <cstring>
#include <dlfcn.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>

namespace threadlab::explorer::system {

long call(long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
    long result = 0;
    register long r10 asm("r10") = d;
    register long r8 asm("r8") = e;
    register long r9 asm("r9") = f;
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                 : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 asm("x8") = number;
    register long x0 asm("x0") = a;
    register long x1 asm("x1") = b;
    register long x2 asm("x2") = c;
    register long x3 asm("x3") = d;
    register long x4 asm("x4") = e;
    register long x5 asm("x5") = f;
    asm volatile("svc 0"
                 : "+r"(x0)
                 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                 : "memory");
    return x0;
#endif
}

void futex_wait(std::uint32_t* word, std::uint32_t value) {
    call(SYS_futex, reinterpret_cast<long>(word), FUTEX_WAIT_PRIVATE, value);
}

void futex_wake(std::uint32_t* word) {
    call(SYS_futex, reinterpret_cast<long>(word), FUTEX_WAKE_PRIVATE, 1);
}

void* map(void* address, std::size_t bytes, bool shared) {
    const long flags = MAP_ANONYMOUS | MAP_NORESERVE | (shared ? MAP_SHARED : MAP_PRIVATE) |
                       (address == nullptr ? 0 : MAP_FIXED_NOREPLACE);
    const long result = call(SYS_mmap, reinterpret_cast<long>(address), static_cast<long>(bytes),
                             PROT_READ | PROT_WRITE, flags, -1, 0);
    if (result < 0 || (address != nullptr && result != reinterpret_cast<long>(address))) {
        give_up("no memory");
    }
    return reinterpret_cast<void*>(result);
}

void write_all(int descriptor, const char* text, std::size_t bytes) {
    while (bytes > 0) {
        const long written =
            call(SYS_write, descriptor, reinterpret_cast<long>(text), static_cast<long>(bytes));
        if (written <= 0) {
            return;
        }
        text += written;
        bytes -= static_cast<std::size_t>(written);
    }
}

void give_up(const char* why) {
    constexpr int status = 70; // EX_SOFTWARE of sysexits.h
    const char* const parts[] = {"explorer: ", why, "\n"};
    for (const char* part : parts) {
        write_all(2, part, std::strlen(part));
    }
    call(SYS_exit_group, status);
    __builtin_trap();
}

void* next(const char* name) {
    void* found = dlsym(RTLD_NEXT, name);
    if (found == nullptr) {
        give_up(name);
    }
    return found;
}

} // namespace threadlab::explorer::system
