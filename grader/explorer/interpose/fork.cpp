// Starting processes.

#include "explorer/interpose/forbidden.hpp"
#include "explorer/interpose/process_end.hpp"
#include "explorer/interpose/thread_end.hpp"
#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/schedule.hpp"
#include "explorer/runtime/signals.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

using namespace threadlab::explorer;

// What a program has asked to run around a fork is no part of the schedule: it would run in both
// processes at once.
pid_t fork_out_of_sight() {
    static const auto real_fork = system::next_as<pid_t (*)()>("fork");
    World* const seen = world;
    world = nullptr;
    const pid_t result = real_fork();
    world = seen;
    return result;
}

// Its first thread goes on where the calling one is.
Thread& add_child(const Operation& fork) {
    Engine& engine = world->engine;
    Thread& parent = engine.self();
    Thread& child = engine.add_process();
    parent.clock.tick(parent.id);
    child.stack = parent.stack;
    child.untold_calls = parent.untold_calls;
    child.handle = parent.handle;
    child.context.thread_pointer = parent.context.thread_pointer;
    child.thrown = parent.thrown;
    child.forked_at = fork.pc;
    child.forked_stack = parent.stack;
    child.next = operation_on(Does::begin, nullptr, 0);
    child.next.object = fork.object;
    inherit_descriptors(*child.process);
    return child;
}

// Locks that lie in memory of its own have been copied with it, and are the new thread's.
void inherit_locks(Thread& child, const arena::Vector<Held>& locks) {
    for (Held lock : locks) {
        const std::uintptr_t address = address_at(lock.object);
        if (is_between_processes(address)) {
            continue;
        }
        int& owner = reinterpret_cast<pthread_mutex_t*>(address)->__data.__owner;
        if (owner == child.creator + 1) {
            owner = child.id + 1;
            lock.object = place_at(address);
            child.locks.push_back(lock);
        }
    }
}

void become(Thread& child, const arena::Vector<Held>& locks) {
    // Who dies with its parent must have one that stays: what others leave, the supervisor ends.
    if (child.process->parent == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
    limit_computing();
    world->engine.begin_process(child);
    own_thread_locals();
    inherit_locks(child, locks);
}

bool refuses_process() {
    return world->engine.processes().size() >= most_processes || refuses_thread();
}

pid_t fork_process(std::uintptr_t pc) {
    Engine& engine = world->engine;
    Operation operation = operation_on(Does::fork, nullptr, pc);
    operation.object = object_of(static_cast<ThreadId>(engine.threads().size()));
    engine.point(operation);
    engine.lose_track();
    if (comes_home()) {
        leave_for_process_of_own();
    }
    if (refuses_process()) {
        errno = EAGAIN;
        return -1;
    }
    Thread& child = add_child(operation);
    engine.last_step().after = static_cast<std::uint64_t>(child.id);
    // Of neither process alone: both would give it back.
    const auto& locks = *arena::make<arena::Vector<Held>>(engine.self().locks);
    const pid_t real = fork_out_of_sight();
    if (real < 0) {
        system::give_up("the machine has no more processes");
    }
    if (real == 0) {
        become(child, locks);
        return 0;
    }
    child.process->real = real;
    engine.board().processes[engine.processes().size() - 1] = real;
    return pid_of(*child.process);
}

} // namespace

extern "C" {

pid_t fork() noexcept {
    if (world == nullptr || !may_fork()) {
        forbidden("fork: only threads are allowed here", EXPLORER_CALLER);
    }
    return fork_process(EXPLORER_CALLER);
}

// A program must not be able to tell it from fork.
pid_t vfork() noexcept {
    if (world == nullptr || !may_fork()) {
        forbidden("vfork: only threads are allowed here", EXPLORER_CALLER);
    }
    return fork_process(EXPLORER_CALLER);
}
}
