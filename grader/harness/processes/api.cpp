// What lab/processes.hpp uses. See there for what each does.

#include "harness/include/lab/left_behind.hpp"
#include "harness/processes/ledger.hpp"
#include "harness/processes/tree.hpp"

#include <algorithm>
#include <climits>
#include <ctime>
#include <linux/futex.h>
#include <map>
#include <set>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LAB_EXPORT __attribute__((visibility("default")))

namespace {

using namespace threadlab::harness;

constexpr long tick = 10; // milliseconds

void nap() {
    const timespec time{0, tick * 1'000'000};
    nanosleep(&time, nullptr);
}

// Processes of the check but its own and those below `spared`.
std::vector<TreeProcess> others(const std::set<pid_t>& spared) {
    std::vector<TreeProcess> tree = descendants(ledger->supervisor);
    std::map<pid_t, pid_t> parents;
    for (const TreeProcess& process : tree) {
        parents[process.pid] = process.parent;
    }
    std::erase_if(tree, [&](const TreeProcess& process) {
        if (process.pid == ledger->owner) {
            return true;
        }
        for (pid_t pid = process.pid; parents.contains(pid); pid = parents[pid]) {
            if (spared.contains(pid)) {
                return true;
            }
        }
        return false;
    });
    return tree;
}

lab::LeftBehind what_is_left(const std::vector<TreeProcess>& tree) {
    lab::LeftBehind left;
    const auto note = [](int& count, pid_t& first, pid_t pid) {
        first = count++ == 0 ? pid : first;
    };
    for (const TreeProcess& process : tree) {
        if (!process.ended()) {
            note(left.living, left.first_living, process.pid);
        } else if (process.parent == ledger->owner) {
            note(left.zombies, left.first_zombie, process.pid);
        }
    }
    return left;
}

} // namespace

extern "C" {

LAB_EXPORT int threadlab_check_process() {
    return ledger == nullptr ? 0 : ledger->owner.load();
}

LAB_EXPORT void threadlab_end_stray() {
    end_stray();
}

LAB_EXPORT int threadlab_process_count(int which) {
    switch (which) {
    case 0:
        return ledger->started;
    case 1:
        return ledger->nested;
    case 2:
        return ledger->strays;
    case 3:
        return ledger->kills_of_everybody;
    case 4:
        return ledger->private_lock ? 1 : 0;
    default:
        return 0;
    }
}

LAB_EXPORT void threadlab_make_fail(int what, int value) {
    switch (what) {
    case 0:
        ledger->refuse_fork = value;
        break;
    case 1:
        std::ranges::fill(ledger->interrupt, value != 0);
        break;
    case 2:
        ledger->pieces = value != 0;
        break;
    default:
        break;
    }
}

LAB_EXPORT bool threadlab_wait_for_event(bool (*holds)(const void*), const void* argument) {
    if (holds(argument)) {
        return true;
    }
    ++ledger->patient;
    bool held = false;
    while (!held && !ledger->given_up) {
        const int event = ledger->event;
        held = holds(argument);
        if (!held && !ledger->given_up) {
            syscall(SYS_futex, &ledger->event, FUTEX_WAIT, event, nullptr, nullptr, 0);
        }
    }
    --ledger->patient;
    return held || holds(argument);
}

LAB_EXPORT void threadlab_announce_event() {
    announce_event();
}

LAB_EXPORT const char* threadlab_standstill() {
    if (ledger->standstill == Standstill::none || ledger->standstill == Standstill::unknown) {
        return "";
    }
    static const Failure failure = standstill_failure();
    return failure.code.c_str();
}

LAB_EXPORT int threadlab_living_processes(const int* spared, int count) {
    const auto tree = others({spared, spared + count});
    return static_cast<int>(
        std::ranges::count_if(tree, [](const TreeProcess& process) { return !process.ended(); }));
}

LAB_EXPORT void threadlab_show_process(const char* code, int pid) {
    show(code, origin_of_process(pid));
}

LAB_EXPORT void threadlab_show_start(const char* code, int number) {
    show(code, origin_of_start(number));
}

LAB_EXPORT void threadlab_show_descriptor(const char* code, int descriptor) {
    show(code, origin_of_descriptor(descriptor));
}

LAB_EXPORT void threadlab_show_mapping(const char* code, const void* memory) {
    show(code, origin_of_mapping(memory));
}

LAB_EXPORT void threadlab_show_this_call(const char* code) {
    show(code, origin_of_this_call());
}

LAB_EXPORT void threadlab_left_behind(const int* spared, int count, lab::LeftBehind* left) {
    constexpr int settled = 20; // looks without a change, all asleep
    constexpr int most = 1000;
    const std::set<pid_t> known(spared, spared + count);
    std::vector<TreeProcess> before;
    for (int look = 0, same = 0; look < most && same < settled; ++look) {
        const auto tree = others(known);
        *left = what_is_left(tree);
        // what the supervisor is about to reap is nobody's fault
        const bool moving = std::ranges::any_of(tree, [](const TreeProcess& process) {
            return process.ended() ? process.parent == ledger->supervisor : !process.asleep();
        });
        if (left->living == 0 && !moving) {
            return;
        }
        same = !moving && tree == before ? same + 1 : 0;
        before = tree;
        nap();
    }
}

LAB_EXPORT bool threadlab_others_asleep() {
    const pid_t self = getpid();
    return std::ranges::all_of(descendants(ledger->supervisor), [&](const TreeProcess& process) {
        return process.pid == self || process.ended() || process.asleep();
    });
}

LAB_EXPORT double threadlab_children_cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    double sum = seconds(usage.ru_utime) + seconds(usage.ru_stime) +
                 static_cast<double>(ledger->reaped_microseconds) * 1e-6;
    // and those that nobody has waited for
    for (const TreeProcess& process : others({})) {
        sum += cpu_seconds_of(process);
    }
    return sum;
}
}
