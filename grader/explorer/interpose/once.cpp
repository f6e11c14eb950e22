// What runs once: call_once (which is pthread_once underneath) and the initialisers of static
// locals.

#include "explorer/interpose/lock_state.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <pthread.h>

namespace {

using namespace threadlab::explorer;

// The state of a pthread_once_t or of a guard's second byte, and the thread that runs it.
enum State : int { untouched, done, running }; // above: running, by thread `state - running`

class NotRunning final : public Condition {
public:
    explicit NotRunning(const volatile int& state) : state_(state) {}
    bool holds() const override { return state_ < running; }
    ThreadId holder() const override { return state_ - running; }

private:
    const volatile int& state_;
};

// Whether the calling thread is to run it; else it has been run.
bool begin_once(const void* object, volatile int& state, std::uintptr_t pc) {
    Engine& engine = world->engine;
    const int started = state;
    expect_state(started >= untouched && can_be_owner(std::max(started, +done) - done),
                 operation_on(Does::call, object, pc),
                 "a once_flag is used whose memory holds none: it was overwritten, or never made");
    const NotRunning not_running(state);
    engine.point(operation_on(Does::call, object, pc), &not_running);
    // Also after a call that failed: what it did happens before the next one.
    world->order.acquire(engine.self(), place_of(object));
    if (state == done) {
        return false;
    }
    state = running + engine.self().id;
    return true;
}

void end_once(const void* object, volatile int& state, bool finished) {
    // Whoever waits for it can go on, although no step of its own says so.
    world->engine.touch(place_of(object));
    world->order.release(world->engine.self(), place_of(object));
    state = finished ? done : untouched;
}

// An Itanium C++ ABI guard: its first byte says that all is done, the rest is the implementation's.
struct Guard {
    char done;
    char unused[3];
    int state;
};

} // namespace

extern "C" {

int pthread_once(pthread_once_t* once, void (*routine)()) {
    if (world == nullptr || is_unwinding()) {
        if (*once == untouched) {
            *once = done;
            routine();
        }
        return 0;
    }
    if (begin_once(once, *once, EXPLORER_CALLER)) {
        try {
            routine();
        } catch (...) {
            end_once(once, *once, false);
            throw;
        }
        end_once(once, *once, true);
    }
    return 0;
}

int __cxa_guard_acquire(Guard* guard) {
    if (guard->done != 0 || world == nullptr) {
        return guard->done == 0 ? 1 : 0;
    }
    return begin_once(guard, guard->state, EXPLORER_CALLER) ? 1 : 0;
}

void __cxa_guard_release(Guard* guard) noexcept {
    if (world != nullptr) {
        end_once(guard, guard->state, true);
    }
    guard->done = 1;
}

void __cxa_guard_abort(Guard* guard) noexcept {
    if (world != nullptr) {
        end_once(guard, guard->state, false);
    }
}
}
