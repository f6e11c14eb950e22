// Threads: each is a real one, which sleeps unless it is its turn. It is never really ended: a
// schedule's process ends soon, and what an ending thread does in libc could not be controlled.

#include "explorer/interpose/deadline.hpp"
#include "explorer/interpose/thread_end.hpp"
#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cerrno>
#include <pthread.h>
#include <sys/mman.h>

namespace {

using namespace threadlab::explorer;

// Stacks lie at fixed addresses, each with a page in front that must not be touched.
constexpr std::uintptr_t stacks = 0x3000'0000'0000;
constexpr std::size_t stack_size = std::size_t{1} << 20;
constexpr std::size_t guard_size = std::size_t{1} << 16;

struct Start {
    Engine* engine;
    Thread* thread;
    void* (*routine)(void*);
    void* argument;
};

// However the thread ends: return, pthread_exit or cancellation.
struct Ending {
    Ending() = default;
    Ending(const Ending&) = delete;
    Ending& operator=(const Ending&) = delete;
    ~Ending() noexcept(false) { end_of_thread(); }
};

void* run(void* argument) {
    const Start start = *static_cast<Start*>(argument);
    // Nothing before its turn: others run.
    start.engine->wait_for_first_turn(*start.thread);
    prepare_for_signals();
    const Ending ending;
    start.thread->result = start.routine(start.argument);
    return start.thread->result;
}

void start_real_thread(Start* start) {
    using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    const auto create = system::next_as<Create>("pthread_create");
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    const std::uintptr_t at =
        stacks + static_cast<std::uintptr_t>(start->thread->id) * (stack_size + guard_size);
    void* stack = system::map(reinterpret_cast<void*>(at + guard_size), stack_size, false);
    pthread_attr_setstack(&attributes, stack, stack_size);
    pthread_t handle{};
    if (create(&handle, &attributes, run, start) != 0) {
        system::give_up("the machine has no more threads");
    }
    start->thread->handle = handle;
}

Thread* find(pthread_t handle) {
    const auto& all = world->engine.threads();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Thread* thread) { return thread->handle == handle; });
    return found == all.end() ? nullptr : *found;
}

class Finished final : public Condition {
public:
    explicit Finished(const Thread& thread) : thread_(thread) {}
    bool holds() const override { return thread_.finished; }
    ThreadId holder() const override { return thread_.id; }

private:
    const Thread& thread_;
};

int join(pthread_t handle, void** result, Nanoseconds deadline, std::uintptr_t pc) {
    Engine& engine = world->engine;
    Thread* thread = find(handle);
    if (thread == nullptr || thread->joined || thread->detached) {
        engine.fail("misuse", "a thread is joined that cannot be joined any more",
                    engine.spot_at(Does::join, pc));
    }
    if (thread == &engine.self()) {
        return EDEADLK;
    }
    Operation operation = operation_on(Does::join, nullptr, pc);
    operation.object = object_of(thread->id);
    const Finished finished(*thread);
    if (engine.point(operation, &finished, deadline) == How::timed_out) {
        return ETIMEDOUT;
    }
    engine.last_step().outcome = true;
    engine.self().clock.join(thread->clock);
    thread->joined = true;
    if (result != nullptr) {
        *result = thread->result;
    }
    return 0;
}

} // namespace

extern "C" {

int pthread_create(pthread_t* handle, const pthread_attr_t* attributes, void* (*routine)(void*),
                   void* argument) noexcept {
    if (world == nullptr) {
        forbidden_before_begin("it starts a thread before main");
    }
    Engine& engine = world->engine;
    Operation operation = operation_on(Does::create, nullptr, EXPLORER_CALLER);
    operation.object = object_of(static_cast<ThreadId>(engine.threads().size()));
    engine.point(operation);
    if (refuses_thread()) {
        return EAGAIN;
    }
    Thread& creator = engine.self();
    Thread& thread = engine.add_thread();
    creator.clock.tick(creator.id);
    // The story of what a thread does begins with who started it.
    thread.stack = push_stack(engine.board(), creator.stack, operation.pc);
    thread.next = operation_on(Does::begin, nullptr, 0);
    thread.next.object = operation.object;
    int state = PTHREAD_CREATE_JOINABLE;
    if (attributes != nullptr) {
        pthread_attr_getdetachstate(attributes, &state);
    }
    thread.detached = state == PTHREAD_CREATE_DETACHED;
    start_real_thread(arena::make<Start>(Start{&engine, &thread, routine, argument}));
    *handle = thread.handle;
    return 0;
}

void pthread_exit(void* result) {
    refuse_thread_exit(EXPLORER_CALLER);
    world->engine.self().result = result;
    static const auto real = system::next_as<void (*)(void*)>("pthread_exit");
    real(result);
    __builtin_unreachable();
}

int pthread_join(pthread_t handle, void** result) {
    return join(handle, result, never, EXPLORER_CALLER);
}

int pthread_timedjoin_np(pthread_t handle, void** result, const timespec* until) {
    return join(handle, result, deadline_of(CLOCK_REALTIME, *until), EXPLORER_CALLER);
}

int pthread_clockjoin_np(pthread_t handle, void** result, clockid_t clock, const timespec* until) {
    return join(handle, result, deadline_of(clock, *until), EXPLORER_CALLER);
}

int pthread_tryjoin_np(pthread_t handle, void** result) noexcept {
    const int error = join(handle, result, 0, EXPLORER_CALLER);
    return error == ETIMEDOUT ? EBUSY : error;
}

int pthread_detach(pthread_t handle) noexcept {
    Engine& engine = world->engine;
    Thread* thread = find(handle);
    if (thread == nullptr || thread->joined || thread->detached) {
        return EINVAL;
    }
    thread->detached = true;
    engine.point(operation_on(Does::detach, nullptr, EXPLORER_CALLER));
    return 0;
}
}
