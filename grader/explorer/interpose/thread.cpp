// Threads: each runs on the stack and the thread-local storage that a donor gave up. Only the
// engine switches between them.

#include "explorer/interpose/deadline.hpp"
#include "explorer/interpose/thread_end.hpp"
#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/donor.hpp"
#include "explorer/runtime/schedule.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cerrno>
#include <pthread.h>
#include <unwind.h>

namespace {

using namespace threadlab::explorer;

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

void run(void* argument) {
    const Start start = *static_cast<Start*>(argument);
    start.engine->begin_thread();
    const Ending ending;
    start.thread->result = start.routine(start.argument);
}

Thread* find(pthread_t handle) {
    const auto& all = world->engine.threads();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Thread* thread) {
        return thread->handle == handle && thread->process == here;
    });
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
    if (thread->joined || thread->detached) {
        engine.fail("misuse", "a thread is joined that cannot be joined any more",
                    engine.spot_here());
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
    engine.touch(object_of(-1)); // which number comes next
    if (refuses_thread()) {
        return EAGAIN;
    }
    Thread& creator = engine.self();
    Thread& thread = engine.add_thread();
    creator.clock.tick(creator.id);
    // The story of what a thread does begins with who started it.
    if (follows_stacks) {
        thread.stack = push_stack(engine.board(), creator.stack, operation.pc);
    }
    thread.next = operation_on(Does::begin, nullptr, 0);
    thread.next.object = operation.object;
    int state = PTHREAD_CREATE_JOINABLE;
    if (attributes != nullptr) {
        pthread_attr_getdetachstate(attributes, &state);
    }
    thread.detached = state == PTHREAD_CREATE_DETACHED;
    const Donor& donor = donor_for(thread.id);
    thread.handle = donor.handle;
    thread.context = new_context(donor.stack_top, donor.thread_pointer, run,
                                 arena::make<Start>(Start{&engine, &thread, routine, argument}));
    *handle = thread.handle;
    return 0;
}

// Unwinds the thread's stack, as libc's does: the end of run() is where it comes to.
void pthread_exit(void* result) {
    refuse_thread_exit(EXPLORER_CALLER);
    world->engine.self().result = result;
    const auto go_on = [](int, _Unwind_Action actions, _Unwind_Exception_Class, _Unwind_Exception*,
                          _Unwind_Context*, void*) -> _Unwind_Reason_Code {
        if ((actions & _UA_END_OF_STACK) != 0) {
            end_of_thread(); // the main thread's, which has no run()
        }
        return _URC_NO_REASON;
    };
    auto* unwinding = arena::make<_Unwind_Exception>();
    *unwinding = {};
    _Unwind_ForcedUnwind(unwinding, go_on, nullptr);
    end_of_thread();
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
    Operation operation = operation_on(Does::detach, nullptr, EXPLORER_CALLER);
    operation.object = object_of(thread->id);
    engine.point(operation);
    thread->detached = true;
    return 0;
}
}
