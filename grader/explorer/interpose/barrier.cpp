// pthread's barriers. The state lies in the pthread_barrier_t itself.

#include "explorer/runtime/world.hpp"

#include <cerrno>
#include <pthread.h>

namespace {

using namespace threadlab::explorer;

struct State {
    unsigned needed;
    unsigned arrived;
    unsigned round;
};

State& state_of(pthread_barrier_t* barrier) {
    static_assert(sizeof(State) <= sizeof *barrier);
    return *reinterpret_cast<State*>(barrier);
}

} // namespace

extern "C" {

int pthread_barrier_init(pthread_barrier_t* barrier, const pthread_barrierattr_t*,
                         unsigned count) noexcept {
    if (count == 0) {
        return EINVAL;
    }
    state_of(barrier) = {count, 0, 0};
    if (world != nullptr) {
        world->engine.touch(address_of(barrier));
    }
    return 0;
}

int pthread_barrier_destroy(pthread_barrier_t*) noexcept {
    return 0;
}

int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept {
    Engine& engine = world->engine;
    use(operation_on(Does::arrive, barrier, EXPLORER_CALLER));
    State& state = state_of(barrier);
    world->order.release(engine.self(), address_of(barrier));
    if (++state.arrived == state.needed) {
        state.arrived = 0;
        ++state.round;
        world->order.acquire(engine.self(), address_of(barrier));
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    const unsigned round = state.round;
    const ConditionOf next_round([&] { return state.round != round; });
    engine.point(operation_on(Does::wake, barrier, EXPLORER_CALLER), &next_round);
    world->order.acquire(engine.self(), address_of(barrier));
    return 0;
}
}
