#include "explorer/runtime/schedule.hpp"

#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/donor.hpp"
#include "explorer/runtime/snapshot.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"
#include "explorer/strategies/strategies.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <fcntl.h>
#include <sys/rseq.h>
#include <sys/single_threaded.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <typeinfo>
#include <ucontext.h>
#include <unistd.h>

namespace threadlab::explorer {
namespace {

// Where the program begins, and where the runtime goes on when a schedule is over.
constinit Context program{};
constinit Context home{};
constinit bool can_come_home = false;
constinit std::uint32_t prepared_threads = 0; // main's included
constinit Snapshot* snapshot = nullptr;

// Where a schedule stands when its first choice is due, and whether it has come to that.
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

// The supervisor's stack, and behind it that of signal handlers: each process has its own, and none
// is restored between schedules.
constexpr std::uintptr_t stacks = 0x3800'0000'0000;
constexpr std::size_t home_size = std::size_t{1} << 20;
constexpr std::size_t signal_size = std::size_t{1} << 16;

// Seconds of CPU time after which a schedule counts as one that computes for ever.
constexpr long patience = 10;

// Whoever calls through a null pointer is told by where the call would return to.
std::uintptr_t struck_at(const void* context) {
    constexpr std::uintptr_t lowest = 4096; // below, no code can lie
    const auto* saved = static_cast<const ucontext_t*>(context);
#if defined(__x86_64__)
    const auto& registers = saved->uc_mcontext.gregs;
    const auto pc = static_cast<std::uintptr_t>(registers[REG_RIP]);
    return pc >= lowest ? pc : *reinterpret_cast<const std::uintptr_t*>(registers[REG_RSP]) - 1;
#elif defined(__aarch64__)
    constexpr int link_register = 30;
    const std::uintptr_t pc = saved->uc_mcontext.pc;
    return pc >= lowest ? pc : saved->uc_mcontext.regs[link_register] - 1;
#endif
}

// The same in the program itself, one further, as if it were a return address like all others.
std::uintptr_t in_program(const void* context) {
    return caller_in_program(struck_at(context) + 1);
}

// Whether the address is where the stack would go on if there were more of it.
bool is_below_the_stack(std::uintptr_t address, const void* context) {
    constexpr std::uintptr_t largest_frame = std::uintptr_t{1} << 17;
    const auto& saved = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
    const auto stack_pointer = static_cast<std::uintptr_t>(saved.gregs[REG_RSP]);
#elif defined(__aarch64__)
    const std::uintptr_t stack_pointer = saved.sp;
#endif
    return address + largest_frame > stack_pointer && address < stack_pointer + largest_frame;
}

// From a signal handler there is no way home: the process ends.
[[noreturn]] void fail_at(std::uintptr_t pc, const char* diagnosis, const char* detail) {
    can_come_home = false;
    world->engine.fail(diagnosis, detail, world->engine.spot_at(Does::call, pc));
}

void on_crash(int signal, siginfo_t* info, void* context) {
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    if (signal == SIGSEGV && snapshot != nullptr && snapshot->open(address)) {
        return;
    }
    if (signal == SIGSEGV && is_below_the_stack(address, context)) {
        fail_at(in_program(context), "crash", "a stack overflow: it calls itself too deeply");
    }
    const std::uintptr_t accessing = world->engine.accessing;
    fail_at(accessing != 0 ? accessing : in_program(context), "crash", crash_in_words(signal));
}

// A file, and with it what a schedule prints, may only grow so much.
void on_full_file(int, siginfo_t*, void* context) {
    fail_at(in_program(context), "output-limit", "");
}

// Every few seconds of CPU time: whether it is still the same schedule.
void on_tick(int, siginfo_t*, void* context) {
    if (world == nullptr) {
        return;
    }
    Board& board = world->engine.board();
    if (!can_come_home || board.runs_at_tick == board.runs) {
        fail_at(in_program(context), "time-limit", "it computes without end");
    }
    board.runs_at_tick = board.runs;
}

void handle(int signal, void (*handler)(int, siginfo_t*, void*)) {
    struct sigaction action{};
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(signal, &action, nullptr);
}

[[noreturn]] void on_terminate() {
    Engine& engine = world->engine;
    std::array<char, 200> text{};
    Spot spot = engine.spot_at(Does::call, 0);
    if (const std::type_info* type = abi::__cxa_current_exception_type()) {
        const char* what = "";
        try {
            throw;
        } catch (const std::exception& error) {
            what = error.what();
            std::snprintf(text.data(), text.size(), "%s", what);
        } catch (...) {
            std::snprintf(text.data(), text.size(), "an exception of type %s", type->name());
        }
        spot = engine.self().thrown.pc == 0 ? spot : engine.self().thrown;
    }
    engine.fail("terminate", text.data(), spot);
}

constexpr std::uint32_t most_steps_for_races = 10'000;

void leave_quietly(int status, void*) {
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
    ++board.ways.from_choice;
    arena::go_on_passing();
    board.progress() = beginning->progress;
    board.check.progress() = beginning->check;
    board.search.progress() = beginning->search;
    last_step(board) = beginning->last;
    world->races.return_to_beginning();
}

// Runs the program on from there until it comes home.
void go_on(const Context& from) {
    home.thread_pointer = program.thread_pointer;
    switch_context(home, from);
}

// Comes back when the first choice is due, or, if nothing can be chosen, when it is over.
void run_beginning(Board& board, const Options& options) {
    begin(board, options);
    go_on(program);
    if (!is_first_choice_due) {
        return;
    }
    board.beginning_can_be_kept =
        board.in_full && !board.cannot_be_put_back && world->insides.empty() && !has_printed();
    if (keeps_beginning && board.beginning_can_be_kept) {
        keep_beginning(board);
        return_to_beginning(board);
    }
}

} // namespace

const char* crash_in_words(int signal) {
    switch (signal) {
    case SIGSEGV:
    case SIGBUS:
        return "it touches memory that is not its own";
    case SIGFPE:
        return "it divides by zero";
    case SIGILL:
        return "it reaches the end of a function that has to return something";
    case SIGABRT:
        return "it was aborted";
    default:
        return "it was ended by a signal";
    }
}

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
    stack_t stack{};
    stack.ss_sp = reinterpret_cast<void*>(stacks + home_size);
    stack.ss_size = signal_size;
    sigaltstack(&stack, nullptr);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
        handle(signal, on_crash);
    }
    handle(SIGXFSZ, on_full_file);
    handle(SIGPROF, on_tick);
    const itimerval limit{{patience, 0}, {patience, 0}};
    setitimer(ITIMER_PROF, &limit, nullptr);
    // libc says so for good once a second thread has been started.
    __libc_single_threaded = 0;
    std::set_terminate(on_terminate);
    on_exit(leave_quietly, nullptr);
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
    if (!keeps_beginning) {
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

void will_be_written(void* memory, std::size_t bytes) {
    if (snapshot != nullptr) {
        snapshot->open_all(reinterpret_cast<std::uintptr_t>(memory), bytes);
    }
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
        board.search.on = plan.guide != nullptr;
        world->engine.follow(make_strategy(plan, board.search));
        go_on(first_choice);
    }
    arena::end_passing();
}

void leave_schedule() {
    if (!can_come_home) {
        system::call(SYS_exit_group, 0);
    }
    static Context abandoned;
    abandoned.thread_pointer = current_thread_pointer();
    switch_context(abandoned, home);
    __builtin_unreachable();
}

} // namespace threadlab::explorer
