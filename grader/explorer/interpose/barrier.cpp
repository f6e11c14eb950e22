// pthread's barriers. The state lies in the pthread_barrier_t itself.

#include "explorer/interpose/crossing.hpp"
#include "explorer/runtime/world.hpp"

#include <cerrno>
#include <pthread.h>

namespace {

using namespace threadlab::explorer;

struct State {
    unsigned needed;
    unsigned arrived;
    unsigned round;
    int shared; // between processes
};

State& state_of(pthread_barrier_t* barrier) {
    static_assert(sizeof(State) <= sizeof *barrier);
    return *reinterpret_cast<State*>(barrier);
}

} // namespace

extern "C" {

int pthread_barrier_init(pthread_barrier_t* barrier, const pthread_barrierattr_t* attributes,
                         unsigned count) noexcept {
    if (count == 0) {
        return EINVAL;
    }
    state_of(barrier) = {count, 0, 0, PTHREAD_PROCESS_PRIVATE};
    if (attributes != nullptr) {
        pthread_barrierattr_getpshared(attributes, &state_of(barrier).shared);
    }
    if (world != nullptr) {
        world->engine.touch(place_of(barrier));
    }
    return 0;
}

int pthread_barrier_destroy(pthread_barrier_t*) noexcept {
    return 0;
}

int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept {
    Engine& engine = world->engine;
    use_between_processes(barrier, state_of(barrier).shared == PTHREAD_PROCESS_SHARED,
                          EXPLORER_CALLER);
    use(operation_on(Does::arrive, barrier, EXPLORER_CALLER));
    State& state = state_of(barrier);
    world->order.release(engine.self(), place_of(barrier));
    if (++state.arrived == state.needed) {
        state.arrived = 0;
        ++state.round;
        world->order.acquire(engine.self(), place_of(barrier));
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    const unsigned round = state.round;
    const ConditionOf next_round([&] { return state.round != round; });
    engine.point(operation_on(Does::wake, barrier, EXPLORER_CALLER), &next_round);
    world->order.acquire(engine.self(), place_of(barrier));
    return 0;
}
}
