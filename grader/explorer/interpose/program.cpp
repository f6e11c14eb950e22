// What a program that knows the runtime calls: see explorer/program.hpp.

#include "explorer/program.hpp"

#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/debugger.hpp"
#include "explorer/runtime/descriptors.hpp"
#include "explorer/runtime/supervisor.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

namespace {

using namespace threadlab::explorer;

int out_of_reach(int descriptor) {
    const long moved = system::call(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, first_out_of_reach);
    system::call(SYS_close, descriptor);
    return static_cast<int>(moved);
}

int open_printed() {
    const long made =
        system::call(SYS_memfd_create, reinterpret_cast<long>("printed"), MFD_CLOEXEC);
    if (made < 0) {
        system::give_up("no memory for what is printed");
    }
    const int descriptor = out_of_reach(static_cast<int>(made));
    // Each schedule begins at its beginning again, whoever wrote last.
    system::call(SYS_fcntl, descriptor, F_SETFL, O_APPEND);
    return descriptor;
}

// The world while it is out of sight.
constinit World* hidden = nullptr;

// While it lives, instrumented code is no part of the schedule.
class Quiet {
public:
    Quiet() { swap(); }
    ~Quiet() { swap(); }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;

private:
    void swap() {
        std::swap(world, hidden);
        std::swap(blocks_left, blocks_);
    }

    std::int64_t blocks_ = most_blocks;
};

const arena::Vector<Thread*>& all_threads() {
    return (world != nullptr ? world : hidden)->engine.threads();
}

// Whether `holds` held, and not patience ran out.
template <typename Holds>
bool await(Holds holds, const void* object, int patience, std::uintptr_t pc) {
    Engine& engine = world->engine;
    const ConditionOf condition(std::move(holds));
    engine.self().patience = patience;
    engine.self().always_doubtful = true; // it may look at what other processes write
    const How how = engine.point(operation_on(Does::wait, object, pc), &condition);
    engine.self().patience = 0;
    engine.self().always_doubtful = false;
    return how != How::timed_out;
}

} // namespace

extern "C" {

void threadlab_explorer_prepare(const char* nonce) {
    checking = arena::make<Checking>();
    checking->options = options_of_environment();
    std::snprintf(checking->nonce.data(), checking->nonce.size(), "%s", nonce);
    checking->printed = open_printed();
}

bool threadlab_explorer_own(const void* base) {
    return add_program(base);
}

void threadlab_explorer_limit_threads(int count) {
    checking->most_threads = count;
}

void threadlab_explorer_begin() {
    checking->options.record = out_of_reach(checking->options.record);
    supervise(checking->options);
}

void threadlab_explorer_unmet(const char* code, const char* message) {
    threadlab_explorer_fails(code, message);
    CheckResult& result = world->engine.board().check;
    if (result.unmet_count < CheckResult::most_unmet) {
        Unmet& unmet = result.unmet[result.unmet_count++];
        std::snprintf(unmet.code.data(), unmet.code.size(), "%s", code);
        std::snprintf(unmet.message.data(), unmet.message.size(), "%s", message);
    }
}

void threadlab_explorer_measure(const char* name, double value) {
    CheckResult& result = world->engine.board().check;
    if (result.measure_count < CheckResult::most_measures) {
        Measure& measure = result.measures[result.measure_count++];
        measure = {};
        std::snprintf(measure.name.data(), measure.name.size(), "%s", name);
        measure.value = value;
    }
}

void threadlab_explorer_fault(const char* why) {
    std::array<char, 256>& fault = world->engine.board().check.fault;
    std::snprintf(fault.data(), fault.size(), "%s", why);
}

void threadlab_explorer_end() {
    if (here->number != 0) {
        const Thread& first = world->engine.thread(here->number);
        world->engine.board().check.unmet_count = 0; // it may have looked at what it was to leave
        world->engine.fail("stray-child",
                           "a child process came back from the call, as only its parent may",
                           {first.id, Does::fork, first.forked_at, first.forked_stack, 0});
    }
    conclude_schedule();
    end_of_program(0);
}

bool threadlab_await(bool (*holds)(void*), void* argument, int patience) {
    const auto quietly = [=] {
        const Quiet quiet;
        return holds(argument);
    };
    return world == nullptr || await(quietly, argument, patience, EXPLORER_CALLER);
}

bool threadlab_await_steps(uint64_t steps, int patience) {
    if (world == nullptr) {
        return true;
    }
    const Board& board = world->engine.board();
    // The caller takes none while it waits.
    const std::uint64_t enough = board.step_count + steps;
    return await([&] { return board.step_count >= enough; }, nullptr, patience, EXPLORER_CALLER);
}

int threadlab_live_threads() {
    const auto& threads = all_threads();
    return static_cast<int>(std::count_if(threads.begin(), threads.end(),
                                          [](const Thread* thread) { return !thread->finished; }));
}

int threadlab_threads_created() {
    return static_cast<int>(all_threads().size()) - 1;
}
}
