#include "harness/processes/ledger.hpp"

#include "harness/processes/standstill.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <execinfo.h>
#include <linux/futex.h>
#include <new>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace threadlab::harness {

Ledger* ledger = nullptr;

namespace {

long microseconds(const timeval& time) {
    return time.tv_sec * 1'000'000 + time.tv_usec;
}

void nap(long milliseconds) {
    const timespec time{milliseconds / 1000, milliseconds % 1000 * 1'000'000};
    nanosleep(&time, nullptr);
}

class Supervisor {
public:
    explicit Supervisor(pid_t owner) : owner_(owner) {}

    [[noreturn]] void run() {
        while (!ended_) {
            wait_a_tick();
            reap();
            if (!ended_ && stillness_.look()) {
                end_standstill();
            }
        }
        end_all();
        end_likewise();
    }

private:
    // Or until a child has ended.
    static void wait_a_tick() {
        sigset_t child;
        sigemptyset(&child);
        sigaddset(&child, SIGCHLD);
        const timespec end = after(Stillness::tick);
        while (sigtimedwait(&child, nullptr, &end) < 0 && errno == EINTR) {
        }
    }

    static timespec after(long milliseconds) { return {0, milliseconds * 1'000'000}; }

    // What is not the owner is an orphan.
    void reap() {
        int status = 0;
        rusage usage{};
        for (pid_t pid = 0; (pid = wait4(-1, &status, WNOHANG, &usage)) > 0;) {
            if (pid == owner_) {
                ended_ = true;
                status_ = status;
            } else {
                ledger->reaped_microseconds +=
                    microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
            }
        }
    }

    // Those who wait with patience give up; if there is none, the check is at its end.
    void end_standstill() {
        stillness_.start_anew();
        if (ledger->standstill == Standstill::none) {
            ledger->standstill = classify(stillness_.tree());
        }
        if (ledger->patient > 0 && !ledger->given_up) {
            show_where_the_owner_waits();
            ledger->given_up = true;
            announce_event();
            return;
        }
        ledger->standstill = classify(stillness_.tree());
        ask_for_traces();
        kill(owner_, SIGXCPU);
    }

    // That the others do not come is its fault where all who are there wait for them.
    void show_where_the_owner_waits() const {
        const Caller waits = ledger->origins.blocked;
        const auto there =
            std::ranges::count_if(stillness_.tree(), [&](const TreeProcess& process) {
                return process.pid != owner_ && !process.ended();
            });
        if (there <= ledger->patient) {
            show("not-overlapped", waits);
        }
        show("pipe-hang", waits);
    }

    void ask_for_traces() {
        int asked = ledger->traces_used;
        for (const TreeProcess& process : stillness_.tree()) {
            if (process.pid != owner_ && !process.ended() && kill(process.pid, SIGXCPU) == 0) {
                ++asked;
            }
        }
        constexpr int patience = 200;
        for (int waited = 0; waited < patience && ledger->traces_used < asked; ++waited) {
            nap(1);
        }
    }

    static void end_all() {
        for (auto left = descendants(getpid()); !left.empty(); left = descendants(getpid())) {
            for (const TreeProcess& process : left) {
                kill(process.pid, SIGKILL);
            }
            while (waitpid(-1, nullptr, WNOHANG) > 0) {
            }
            nap(1);
        }
    }

    [[noreturn]] void end_likewise() const {
        if (WIFSIGNALED(status_)) {
            constexpr int signal_base = 128; // as shells and bubblewrap do
            syscall(SYS_exit_group, signal_base + WTERMSIG(status_));
        }
        syscall(SYS_exit_group, WEXITSTATUS(status_));
        __builtin_unreachable();
    }

    pid_t owner_;
    Stillness stillness_;
    bool ended_ = false;
    int status_ = 0;
};

void become_owner(pid_t supervisor) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != supervisor) {
        std::exit(2);
    }
    // So that a signal to the whole group does not reach the supervisor.
    setpgid(0, 0);
    ledger->owner = getpid();
}

void block_child_signal(bool block) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(block ? SIG_BLOCK : SIG_UNBLOCK, &child, nullptr);
}

} // namespace

void supervise_processes() {
    if (std::getenv("LAB_PROCESSES") == nullptr) {
        return;
    }
    unsetenv("LAB_PROCESSES");
    void* memory =
        mmap(nullptr, sizeof(Ledger), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        std::exit(2);
    }
    Ledger* made = new (memory) Ledger;
    made->supervisor = getpid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    block_child_signal(true);
    const pid_t owner = fork();
    if (owner < 0) {
        std::exit(2);
    }
    ledger = made;
    if (owner == 0) {
        block_child_signal(false);
        become_owner(made->supervisor);
        return;
    }
    std::signal(SIGXCPU, SIG_IGN);
    close(record_descriptor);
    close(report_descriptor);
    Supervisor(owner).run();
}

bool is_foreign_process() {
    return ledger != nullptr && getpid() != ledger->owner;
}

bool is_owner() {
    return ledger != nullptr && !is_foreign_process();
}

void leave_trace(void* exact) {
    if (ledger == nullptr) {
        return;
    }
    const int index = ledger->traces_used.fetch_add(1);
    if (index >= Ledger::max_traces) {
        return;
    }
    ProcessTrace& trace = ledger->traces[static_cast<std::size_t>(index)];
    trace.pid = getpid();
    trace.exact = exact;
    trace.count = backtrace(trace.addresses.data(), ProcessTrace::max_frames);
    trace.ready = true;
}

void end_stray() {
    if (ledger != nullptr) {
        ++ledger->strays;
        note_stray();
        announce_event();
    }
    syscall(SYS_exit_group, 1);
    __builtin_unreachable();
}

void announce_event() {
    ++ledger->event;
    syscall(SYS_futex, &ledger->event, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
}

Failure standstill_failure() {
    switch (ledger->standstill) {
    case Standstill::private_lock:
        return {"private-lock-shared",
                "nothing moves any more: a process waits for a lock, a semaphore or a wake-up that "
                "works within one process only, and the process that should wake it is another"};
    case Standstill::deadlock:
        return {"deadlock", "nothing moves any more: a process waits for a lock or semaphore in "
                            "shared memory that nobody is going to give back"};
    case Standstill::full_pipe:
        return {"pipe-hang", "nothing moves any more: a process waits to write into a pipe that is "
                             "full, and the one that should read waits for something else"};
    case Standstill::open_pipe:
        return {"pipe-hang",
                "nothing moves any more: a process waits for more from a pipe, or for its end, but "
                "who still has its writing end open writes nothing and does not close it"};
    case Standstill::none:
    case Standstill::unknown:
        break;
    }
    return {"hang", "nothing moves any more: every process is asleep, and nobody is left to wake "
                    "one of them"};
}

Failure ended_owner_failure() {
    if (ledger == nullptr || ledger->started == 0) {
        return {};
    }
    return {"no-process", "the caller's own process was ended, as only a child should be: do the "
                          "parent and the child each do what is theirs?"};
}

} // namespace threadlab::harness
