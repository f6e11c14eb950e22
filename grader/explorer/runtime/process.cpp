#include "explorer/runtime/process.hpp"

#include "explorer/runtime/system.hpp"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <linux/futex.h>
#include <sys/syscall.h>

namespace threadlab::explorer {

constinit Process* here = nullptr;

namespace {

std::uint32_t* word_of(Process& process) {
    return reinterpret_cast<std::uint32_t*>(&process.call);
}

} // namespace

void call(Process& process, Call call) {
    std::uint32_t* word = word_of(process);
    __atomic_store_n(word, static_cast<std::uint32_t>(call), __ATOMIC_SEQ_CST);
    system::call(SYS_futex, reinterpret_cast<long>(word), FUTEX_WAKE, 1);
}

Call next_call(bool (*is_lost)()) {
    constexpr auto none = static_cast<std::uint32_t>(Call::none);
    std::uint32_t* word = word_of(*here);
    std::uint32_t called = none;
    while ((called = __atomic_load_n(word, __ATOMIC_SEQ_CST)) == none) {
        const timespec now_and_then{1, 0};
        const long result = system::call(SYS_futex, reinterpret_cast<long>(word), FUTEX_WAIT, none,
                                         reinterpret_cast<long>(&now_and_then));
        if (result == -ETIMEDOUT && is_lost()) {
            system::call(SYS_exit_group, 0);
        }
    }
    __atomic_store_n(word, none, __ATOMIC_SEQ_CST);
    return static_cast<Call>(called);
}

void end_processes(Board& board) {
    if (board.process_count < 2) {
        return;
    }
    for (std::uint32_t i = 0; i < board.process_count; ++i) {
        if (board.processes[i] > 0) {
            system::call(SYS_kill, board.processes[i], SIGKILL);
        }
    }
    // They are handed to whoever asked for orphans.
    long result = 0;
    do {
        result = system::call(SYS_wait4, -1, 0, 0, 0);
    } while (result > 0 || result == -EINTR);
}

} // namespace threadlab::explorer
