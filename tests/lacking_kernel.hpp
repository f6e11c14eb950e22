// A kernel that lacks a system call, as a thread and all that it starts see it.
#pragma once

#include <cerrno>
#include <cstddef>
#include <functional>
#include <iterator>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

namespace threadlab::testing {

// Runs `action` in a thread for which `call` (SYS_...) is not there, and waits for its end. Only
// what is linked statically, as threadlab-launch is, has it: so a sandbox still starts. Throws
// std::runtime_error where the kernel cannot do that.
inline void run_without(long call, const std::function<void()>& action) {
    constexpr auto upper_half_of_address =
        static_cast<unsigned>(offsetof(seccomp_data, instruction_pointer) + sizeof(unsigned));
    bool prepared = false;
    std::thread thread([&] {
        sock_filter program[] = {
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 3),
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, upper_half_of_address),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
        const sock_fprog filter{std::size(program), program};
        prepared = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                   syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0;
        if (prepared)
            action();
    });
    thread.join();
    if (!prepared)
        throw std::runtime_error("this kernel filters no system calls");
}

} // namespace threadlab::testing
