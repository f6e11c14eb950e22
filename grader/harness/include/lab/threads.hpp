// Looking at the threads of this process from outside: how many, awake or asleep, CPU time used.
#pragma once

#include "lab/explored.hpp"
#include "lab/pace.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

// Exported by the harnesses; absent where these headers are used without one.
extern "C" int threadlab_threads_created() __attribute__((weak));

namespace lab {

// The kernel's number of the calling thread.
inline pid_t this_thread_id() {
    return gettid();
}

// What follows here looks at the kernel, where the explorer's threads cannot be told apart: checks
// of kinds explore and virtual use live_threads(), threads_created() and what waits, below.

// The kernel's numbers of all threads that exist now, the caller's among them, in no order.
inline std::vector<pid_t> thread_ids() {
    std::vector<pid_t> ids;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", error)) {
        const std::string name = entry.path().filename().string();
        pid_t id = 0;
        std::from_chars(name.data(), name.data() + name.size(), id);
        ids.push_back(id);
    }
    return ids;
}

// How many threads exist now, the caller's among them.
inline int live_threads() {
    if (detail::explored()) {
        return threadlab_live_threads();
    }
    return static_cast<int>(thread_ids().size());
}

// How many threads were started since the process began, or -1 where no harness counts them. The
// difference between two calls is what is of use.
inline int threads_created() {
    return threadlab_threads_created == nullptr ? -1 : threadlab_threads_created();
}

// Whether the thread is asleep in the kernel. A thread that waits for a core is not, so a busy
// machine does not make anyone look asleep. A thread that is gone counts as asleep.
inline bool is_asleep(pid_t id) {
    std::ifstream file("/proc/self/task/" + std::to_string(id) + "/stat");
    std::string line;
    if (!std::getline(file, line)) {
        return true;
    }
    // pid (name) state ...; the name may hold anything, even brackets
    const auto after_name = line.rfind(") ");
    return after_name != std::string::npos && line[after_name + 2] == 'S';
}

// Whether every thread but the caller's is asleep.
inline bool others_asleep() {
    const pid_t self = this_thread_id();
    return std::ranges::all_of(thread_ids(),
                               [self](pid_t id) { return id == self || is_asleep(id); });
}

namespace detail {

inline double seconds_on(clockid_t clock) {
    timespec time{};
    if (clock_gettime(clock, &time) != 0) {
        return 0;
    }
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

} // namespace detail

// Seconds of CPU time that the thread has used; 0 if it is gone.
inline double cpu_seconds(pid_t id) {
    // how Linux numbers a thread's CPU clock: pthread_getcpuclockid needs a pthread_t instead
    constexpr unsigned per_thread_schedule_clock = 6;
    return detail::seconds_on(
        static_cast<clockid_t>((~static_cast<unsigned>(id) << 3) | per_thread_schedule_clock));
}

// Seconds of CPU time that all threads but the caller's have used, dead ones included.
inline double others_cpu_seconds() {
    return detail::seconds_on(CLOCK_PROCESS_CPUTIME_ID) -
           detail::seconds_on(CLOCK_THREAD_CPUTIME_ID);
}

// Tells when waiting on has become pointless. Ask once a tick.
class Stall {
public:
    explicit Stall(pace::milliseconds cap = pace::cap) : end_(pace::Clock::now() + cap) {}

    // True once every other thread has been asleep for pace::quiet, or when the cap is reached.
    // Under the explorer: waits until some other thread has taken a step; true when none can.
    bool now() {
        if (detail::explored()) {
            return !threadlab_await_steps(1, detail::long_while);
        }
        // a thread that merely looks around once a tick is awake in few samples, not in many
        quiet_ticks_ = others_asleep() ? quiet_ticks_ + 1 : std::max(0, quiet_ticks_ - 20);
        return quiet_ticks_ * pace::tick >= pace::quiet || pace::Clock::now() >= end_;
    }

    // Something has happened: the quiet starts anew.
    void stirred() { quiet_ticks_ = 0; }

private:
    pace::Clock::time_point end_;
    int quiet_ticks_ = 0;
};

// Waits until `predicate` holds and returns true; false if it does not within `patience`, or sooner
// once every other thread has been asleep for a second, when nothing will change any more.
inline bool eventually(const std::function<bool()>& predicate,
                       pace::milliseconds patience = pace::milliseconds{5000}) {
    Stall stall(patience);
    while (!predicate()) {
        if (stall.now()) {
            return predicate();
        }
        pace::pause();
    }
    return true;
}

// Waits until no more than `count` threads exist, as `eventually` does. Ended threads that were
// detached need a moment to disappear.
inline bool threads_fall_to(int count) {
    const auto so_few = [count] { return live_threads() <= count; };
    return detail::explored() ? detail::await(so_few, detail::long_while) : eventually(so_few);
}

// Blocks until all other threads together have used `seconds` of CPU time from now on, and returns
// true; false if they go to sleep instead. However busy the machine, they have had their turn then.
// Under the explorer: until they have taken dozens of steps.
inline bool others_ran(double seconds) {
    if (detail::explored()) {
        constexpr std::uint64_t dozens = 60;
        return threadlab_await_steps(dozens, detail::long_while);
    }
    const double start = others_cpu_seconds();
    return eventually([=] { return others_cpu_seconds() - start >= seconds; }, pace::cap);
}

} // namespace lab
