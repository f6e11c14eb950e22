// Virtual time: clocks, sleeps and yields.

#include "explorer/interpose/deadline.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <cerrno>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

using namespace threadlab::explorer;

int sleep_until(Nanoseconds deadline, std::uintptr_t pc) {
    if (world != nullptr) {
        const ConditionOf never_holds([] { return false; });
        Engine& engine = world->engine;
        engine.point(operation_on(Does::sleep, nullptr, pc), &never_holds,
                     std::max(deadline, engine.now()));
    }
    return 0;
}

Nanoseconds from_now(Nanoseconds time) {
    return world == nullptr ? time : world->engine.now() + time;
}

Nanoseconds clock_now(clockid_t clock) {
    return clock_start(clock) + from_now(0);
}

} // namespace

extern "C" {

int nanosleep(const timespec* time, timespec*) {
    return sleep_until(from_now(to_nanoseconds(*time)), EXPLORER_CALLER);
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec*) {
    const Nanoseconds until =
        (flags & TIMER_ABSTIME) != 0 ? deadline_of(clock, *time) : from_now(to_nanoseconds(*time));
    return sleep_until(until, EXPLORER_CALLER);
}

int usleep(useconds_t microseconds) {
    constexpr Nanoseconds microsecond = 1000;
    return sleep_until(from_now(microseconds * microsecond), EXPLORER_CALLER);
}

unsigned sleep(unsigned seconds) {
    sleep_until(from_now(seconds * second), EXPLORER_CALLER);
    return 0;
}

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    *time = to_timespec(clock_now(clock));
    return 0;
}

int gettimeofday(timeval* time, void*) noexcept {
    const timespec now = to_timespec(clock_now(CLOCK_REALTIME));
    *time = {now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t* result) noexcept {
    const time_t now = clock_now(CLOCK_REALTIME) / second;
    if (result != nullptr) {
        *result = now;
    }
    return now;
}

int sched_yield() noexcept {
    if (world != nullptr) {
        world->engine.yield(EXPLORER_CALLER);
    }
    return 0;
}
}
