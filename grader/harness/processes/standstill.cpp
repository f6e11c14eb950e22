#include "harness/processes/standstill.hpp"

#include <algorithm>
#include <cstdint>
#include <linux/futex.h>
#include <map>
#include <set>
#include <sys/syscall.h>

namespace threadlab::harness {

namespace {

bool is_timed(const std::vector<TreeProcess>& tree) {
    return std::ranges::any_of(tree, [](const TreeProcess& process) {
        return std::ranges::any_of(process.tasks, [&](const Task& task) {
            return waiting_in(process.pid, task.id).timed();
        });
    });
}

bool is_write(long number) {
    return number == SYS_write || number == SYS_writev || number == SYS_sendto ||
           number == SYS_sendmsg;
}

bool is_read(long number) {
    return number == SYS_read || number == SYS_readv || number == SYS_recvfrom ||
           number == SYS_recvmsg;
}

bool is_poll(long number) {
#if defined(__x86_64__)
    if (number == SYS_poll || number == SYS_select || number == SYS_epoll_wait) {
        return true;
    }
#endif
    return number == SYS_ppoll || number == SYS_pselect6 || number == SYS_epoll_pwait;
}

bool is_wait_for_child(long number) {
    return number == SYS_wait4 || number == SYS_waitid;
}

struct Waiter {
    const TreeProcess* process;
    Waiting waiting;
    std::vector<End> ends;

    // The pipe that it waits at in a call with a descriptor, or nothing.
    std::string object() const {
        const auto found =
            std::ranges::find(ends, static_cast<int>(waiting.arguments[0]), &End::descriptor);
        return found == ends.end() ? "" : found->object;
    }

    // In a gate or a meeting of the check's: such a process is at work.
    bool is_at_work() const {
        return waiting.number == SYS_futex &&
               waiting.arguments[0] == reinterpret_cast<std::uintptr_t>(&ledger->event);
    }

    bool writes_to(const std::string& pipe) const {
        return std::ranges::any_of(
            ends, [&](const End& end) { return end.writes && end.object == pipe; });
    }

    bool reads_from(const std::string& pipe) const {
        return std::ranges::any_of(
            ends, [&](const End& end) { return !end.writes && end.object == pipe; });
    }
};

// By the first task of each living process.
std::vector<Waiter> waiters_in(const std::vector<TreeProcess>& tree) {
    std::vector<Waiter> waiters;
    for (const TreeProcess& process : tree) {
        if (!process.ended()) {
            waiters.push_back(
                {&process, waiting_in(process.pid, process.pid), ends_of(process.pid)});
        }
    }
    return waiters;
}

Standstill at_a_lock(const Waiter& waiter) {
    if (waiter.waiting.number != SYS_futex || waiter.is_at_work()) {
        return Standstill::none;
    }
    const bool is_private = (waiter.waiting.arguments[1] & FUTEX_PRIVATE_FLAG) != 0;
    const bool shared = in_shared_mapping(waiter.process->pid, waiter.waiting.arguments[0]);
    if (is_private) {
        // With no other thread, whoever is to wake it is another process, and cannot.
        return shared || waiter.process->tasks.size() == 1 ? Standstill::private_lock
                                                           : Standstill::none;
    }
    return shared ? Standstill::deadlock : Standstill::none;
}

// Whether `reader` waits for bytes, or the end, of a pipe, and nobody is at work to send them.
bool nobody_writes(const Waiter& reader, const std::vector<Waiter>& all) {
    std::set<std::string> pipes;
    if (is_read(reader.waiting.number)) {
        pipes.insert(reader.object());
    } else {
        for (const End& end : reader.ends) {
            pipes.insert(end.writes ? "" : end.object);
        }
    }
    pipes.erase("");
    std::map<std::string, std::vector<const Waiter*>> writers;
    for (const std::string& pipe : pipes) {
        for (const Waiter& other : all) {
            if (other.writes_to(pipe)) {
                writers[pipe].push_back(&other);
            }
        }
    }
    // Holders of the writing ends of several pipes of one reader have inherited all but one of
    // them.
    const auto inherited = [&](const Waiter* holder) {
        std::set<std::string> held;
        for (const End& end : holder->ends) {
            if (end.writes && reader.reads_from(end.object)) {
                held.insert(end.object);
            }
        }
        return held.size() > 1;
    };
    return std::ranges::any_of(pipes, [&](const std::string& pipe) {
        const auto& holders = writers[pipe];
        const bool all_wait = std::ranges::all_of(holders, [&](const Waiter* holder) {
            return holder == &reader || is_wait_for_child(holder->waiting.number) ||
                   is_read(holder->waiting.number);
        });
        if (pipe.starts_with("socket:")) {
            return is_read(reader.waiting.number) && all.size() == 1;
        }
        // a pipe that nobody writes to any more is at its end: whoever polls it knows
        return (all_wait && !holders.empty()) || std::ranges::any_of(holders, inherited);
    });
}

} // namespace

bool Stillness::look() {
    // nobody decides about a right answer here, however long: see pace.hpp
    constexpr int for_good = 1000 / tick;
    constexpr int for_good_if_timed = 2500 / tick;
    std::vector<TreeProcess> now = descendants(ledger->supervisor);
    const bool still = now == tree_ && std::ranges::all_of(now, [](const TreeProcess& process) {
                           return process.ended() || process.asleep();
                       });
    tree_ = std::move(now);
    quiet_ = still ? quiet_ + 1 : 0;
    return quiet_ >= for_good_if_timed || (quiet_ >= for_good && !is_timed(tree_));
}

Standstill classify(const std::vector<TreeProcess>& tree) {
    const std::vector<Waiter> waiters = waiters_in(tree);
    const auto somebody = [&](Standstill kind) {
        return std::ranges::any_of(waiters,
                                   [&](const Waiter& waiter) { return at_a_lock(waiter) == kind; });
    };
    if (somebody(Standstill::private_lock)) {
        return Standstill::private_lock;
    }
    // Whoever is at work may have the lock, and will give it back.
    if (somebody(Standstill::deadlock) && std::ranges::none_of(waiters, &Waiter::is_at_work)) {
        return ledger->waits_by_library ? Standstill::private_lock : Standstill::deadlock;
    }
    for (const Waiter& waiter : waiters) {
        const bool pipe = !waiter.object().empty();
        if (is_write(waiter.waiting.number) && pipe) {
            return Standstill::full_pipe;
        }
    }
    for (const Waiter& waiter : waiters) {
        const bool reads = is_read(waiter.waiting.number) || is_poll(waiter.waiting.number);
        if (reads && nobody_writes(waiter, waiters)) {
            return Standstill::open_pipe;
        }
    }
    return Standstill::unknown;
}

} // namespace threadlab::harness
