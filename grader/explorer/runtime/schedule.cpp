#include "explorer/runtime/schedule.hpp"

#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/descriptors.hpp"
#include "explorer/runtime/donor.hpp"
#include "explorer/runtime/signals.hpp"
#include "explorer/runtime/snapshot.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"
#include "explorer/strategies/strategies.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/rseq.h>
#include <sys/single_threaded.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace threadlab::explorer {
namespace {

// Where the program begins, and where the runtime goes on when a schedule is over.
constinit Context program{};
constinit Context home{};
constinit bool can_come_home = false;
constinit std::uint32_t prepared_threads = 0; // main's included
constinit Snapshot* snapshot = nullptr;

// Where a schedule stands when its first choice is due, and whether it has come to that: where a
// beginning is kept, that is put back with everything else, and always so.
constinit Context first_choice{};
constinit bool is_first_choice_due = false;

// What all schedules of this process have in common, as far as it is no private memory: where each
// goes on. The beginning is over between a step and the next, or, for what is not a thread's turn,
// within the last step, of which more is noted then.
struct Beginning {
    Progress progress;
    CheckProgress check;
    SearchProgress search;
    Step last;
};
constinit bool keeps_beginning = false;
constinit Beginning* beginning = nullptr; // null: none was kept
// What was open before the first schedule, if beginnings are kept. In lasting memory.
constinit arena::Vector<int>* open_before = nullptr;

// What is known of more memory would be too much to keep twice.
constexpr std::size_t most_touched_bytes = std::size_t{4} << 20;

// The supervisor's stack, and behind it that of signal handlers: each process has its own, and none
// is restored between schedules.
constexpr std::uintptr_t stacks = 0x3800'0000'0000;
constexpr std::size_t home_size = std::size_t{1} << 20;
constexpr std::size_t signal_size = std::size_t{1} << 16;

constexpr std::uint32_t most_steps_for_races = 10'000;

void leave_quietly(int status, void*) {
    if (here != nullptr && here->number != 0) {
        std::fflush(nullptr); // what a child has for its parent, libc would write later
    }
    end_of_program(status);
}

Strategy& make_strategy(const Plan& plan, SearchLog& log) {
    if (plan.guide != nullptr) {
        return *make_exhaustive(*plan.guide, log);
    }
    return plan.make == nullptr ? *make_replay(plan.decisions.data(), plan.decisions.size())
                                : *plan.make(plan.seed, *plan.profile);
}

void begin(Board& board, const Options& options) {
    arena::begin_passing();
    EngineOptions how;
    how.time_is_free = options.time_is_free;
    how.cores = options.cores;
    if (options.races_only) {
        // Where a race is, a loop that goes on until others are done shows it soon.
        how.most_steps = most_steps_for_races;
    }
    world = arena::make<World>(board, how);
    world->may_fork = options.may_fork;
    board.search.on = true; // whoever is to choose may want to know how it began
    world->engine.self().handle = pthread_self();
}

// What the loader left on the program's stack differs from run to run.
void clear_stack_below(void* stack_pointer) {
    constexpr std::size_t used_so_far = std::size_t{1} << 18;
    std::memset(static_cast<char*>(stack_pointer) - used_so_far, 0, used_so_far);
}

// The kernel notes in the main thread's control block on which core it runs, which nobody needs
// here. Returns where it goes on doing so: nowhere, unless it cannot be told to stop.
arena::Range written_by_kernel() {
    constexpr std::size_t registered = 32; // bytes, as glibc has told the kernel
    const std::uintptr_t at = program.thread_pointer + static_cast<std::uintptr_t>(__rseq_offset);
    const bool stopped =
        __rseq_size == 0 || system::call(SYS_rseq, static_cast<long>(at), registered,
                                         RSEQ_FLAG_UNREGISTER, RSEQ_SIG) == 0;
    return stopped ? arena::Range{} : arena::Range{at, at + registered};
}

// Between begin_own() and end_passing().
void take_snapshot() {
    auto* taken = static_cast<Snapshot*>(arena::allocate(sizeof(Snapshot)));
    snapshot = taken;
    new (taken) Snapshot({stacks, stacks + home_size + signal_size}, written_by_kernel());
}

// The step that is not over yet, if any; else the last one.
Step& last_step(Board& board) {
    return board.steps[recorded_steps(board) == 0 ? 0 : recorded_steps(board) - 1];
}

void keep_beginning(Board& board) {
    world->races.keep_beginning();
    arena::begin_own();
    beginning = arena::make<Beginning>(Beginning{board.progress(), board.check.progress(),
                                                 board.search.progress(), last_step(board)});
    take_snapshot();
}

// All but what put_everything_back() has done.
void return_to_beginning(Board& board) {
    arena::go_on_passing();
    board.progress() = beginning->progress;
    board.check.progress() = beginning->check;
    board.search.progress() = beginning->search;
    last_step(board) = beginning->last;
    world->races.return_to_beginning();
    if (!board.in_full) {
        world->engine.forget_stacks(); // they would stay as they are, wherever the program goes
    }
}

// Whether the beginning that has just been run has changed memory, and nothing else. Descriptors
// that libc opens by itself are only found by asking for them, which takes too long for every
// schedule: whoever keeps a beginning asks.
bool can_keep_beginning(const Board& board) {
    return board.in_full && !board.cannot_be_put_back && world->insides.empty() &&
           world->races.touched_bytes() <= most_touched_bytes && !has_printed() &&
           (open_before == nullptr || *open_before == open_descriptors());
}

// Runs the program on from there until it comes home.
void go_on(const Context& from) {
    home.thread_pointer = program.thread_pointer;
    switch_context(home, from);
}

// Comes back when the first choice is due; where nothing can be chosen, as run_schedule() does.
void run_beginning(Board& board, const Options& options) {
    begin(board, options);
    go_on(program);
    if (!is_first_choice_due) {
        return;
    }
    board.beginning_can_be_kept = can_keep_beginning(board);
    if (keeps_beginning && board.beginning_can_be_kept) {
        keep_beginning(board);
        return_to_beginning(board);
    }
}

} // namespace

void become_home(void (*supervisor)(const void*), const void* argument) {
    struct Supervision {
        void (*supervisor)(const void*);
        const void* argument;
    };
    prepare_contexts();
    arena::end_passing();
    system::map(reinterpret_cast<void*>(stacks), home_size + signal_size, false);
    program.thread_pointer = current_thread_pointer();
    const auto begin = [](void* memory) {
        const Supervision supervision = *static_cast<Supervision*>(memory);
        clear_stack_below(program.stack_pointer);
        supervision.supervisor(supervision.argument);
    };
    home = new_context(reinterpret_cast<char*>(stacks + home_size), program.thread_pointer, begin,
                       arena::make<Supervision>(Supervision{supervisor, argument}));
    switch_context(program, home);
}

void prepare_process(const Options& options) {
    locate_program();
    catch_signals(reinterpret_cast<void*>(stacks + home_size), signal_size);
    // libc says so for good once a second thread has been started.
    __libc_single_threaded = 0;
    on_exit(leave_quietly, nullptr);
    if (options.may_fork) {
        std::signal(SIGPIPE, SIG_IGN); // whoever it would end is told so by the runtime
    }
    if (checking != nullptr && !options.in_debugger) {
        become_schedule();
    } else if (checking == nullptr && !options.replay) {
        // The same lines a few hundred times are of no use to anybody.
        const int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere < 0) {
            system::give_up("/dev/null cannot be opened");
        }
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        system::call(SYS_close, nowhere);
    }
}

void prepare_to_come_home(std::uint32_t threads, bool with_beginning) {
    for (ThreadId id = 1; id < static_cast<ThreadId>(threads); ++id) {
        donor_for(id);
    }
    // The kernel makes more of the main thread's stack as it is touched, but not where it may only
    // be read: so as much of it as the other threads have must be there beforehand.
    const auto* lowest = static_cast<const volatile char*>(program.stack_pointer) - home_size;
    static_cast<void>(*lowest);
    prepared_threads = threads;
    can_come_home = true;
    keeps_beginning = with_beginning;
    if (keeps_beginning) {
        open_before = arena::make<arena::Vector<int>>(open_descriptors());
    } else {
        arena::begin_own();
        take_snapshot();
        arena::end_passing();
    }
}

bool put_everything_back(const Board& board) {
    const bool new_donors = board.threads > prepared_threads;
    if (snapshot == nullptr || board.cannot_be_put_back || new_donors || snapshot->is_worn()) {
        return false;
    }
    close_what_is_left();
    snapshot->restore();
    return true;
}

bool open_memory(std::uintptr_t address) {
    return snapshot != nullptr && snapshot->open(address);
}

void will_be_written(void* memory, std::size_t bytes) {
    if (snapshot != nullptr) {
        snapshot->open_all(reinterpret_cast<std::uintptr_t>(memory), bytes);
    }
}

void leave_for_process_of_own() {
    world->engine.board().has_forked_late = true;
    system::call(SYS_exit_group, 0);
    __builtin_trap();
}

void cannot_be_put_back() {
    if (world != nullptr) {
        world->engine.board().cannot_be_put_back = true;
    }
}

void come_to_first_choice() {
    is_first_choice_due = true;
    first_choice.thread_pointer = current_thread_pointer();
    switch_context(first_choice, home);
}

void run_schedule(Board& board, const Plan& plan, const Options& options) {
    follows_stacks = board.in_full;
    if (beginning == nullptr) {
        run_beginning(board, options);
    } else {
        return_to_beginning(board);
    }
    if (is_first_choice_due) {
        is_first_choice_due = false;
        board.ways.from_choice += beginning == nullptr ? 0 : 1;
        board.search.on = plan.guide != nullptr;
        world->engine.follow(make_strategy(plan, board.search));
        go_on(first_choice);
    }
    arena::end_passing();
}

bool comes_home() {
    return can_come_home;
}

void leave_process_with_schedule() {
    can_come_home = false;
}

void leave_schedule() {
    if (!can_come_home) {
        // Who waits for that one ends the others.
        if (here != world->engine.processes().front()) {
            system::call(SYS_kill, world->engine.processes().front()->real, SIGKILL);
        }
        system::call(SYS_exit_group, 0);
    }
    static Context abandoned;
    abandoned.thread_pointer = current_thread_pointer();
    switch_context(abandoned, home);
    __builtin_unreachable();
}

} // namespace threadlab::explorer
