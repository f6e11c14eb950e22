// What the supervisor and the children that run schedules have in common: memory that both see.
#pragma once

#include "explorer/runtime/check_result.hpp"
#include "explorer/runtime/operation.hpp"
#include "explorer/search/search_log.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace threadlab::explorer {

// A node of the tree of call stacks: a return address, and the stack below it. Node 0 is the empty
// stack.
struct StackNode {
    std::uintptr_t pc = 0;
    std::uint32_t below = 0;
    std::array<std::uint32_t, 4> above{}; // of each kind, the one that was asked for last; 0: none

    // Calls next to each other are mostly of different kinds.
    static std::size_t kind_of(std::uintptr_t pc) { return (pc ^ (pc >> 4U)) % 4; }
};

// Of a place in a library from which the runtime is called: how far up the stack its own frame
// ends.
struct KnownCaller {
    std::uintptr_t pc = 0;
    std::uintptr_t size = 0;
};

struct Step {
    ThreadId thread = 0;
    Operation operation;
    How how = How::ready;
    bool outcome = false;     // of a try_lock, a compare-exchange, a timed wait
    std::uint32_t stack = 0;  // below operation.pc
    std::uint64_t before = 0; // the value read
    std::uint64_t after = 0;  // the value written
    std::int64_t time = 0;    // virtual nanoseconds
};

// One decision of the scheduler where there was more than one possibility.
struct Decision {
    enum class Kind : std::uint8_t { thread, chance };
    Kind kind = Kind::thread;
    How how = How::ready;
    std::int16_t choice = 0; // which thread, or which outcome
    std::uint32_t step = 0;  // how many steps were taken before
};

enum class Verdict : std::uint8_t {
    running,
    passed,
    failed,
    pruned, // what would follow is seen in other schedules of a search
};

// Where something happened: the return address of the operation and the stack below.
struct Spot {
    ThreadId thread = 0;
    Does does = Does::begin;
    std::uintptr_t pc = 0;
    std::uint32_t stack = 0;
    std::uintptr_t object = 0;
};

struct Failure {
    std::array<char, 32> diagnosis{}; // of the scorecard's list
    std::array<char, 256> detail{};   // an exception's text, a failed assertion
    Spot spot;                        // the place to name
    Spot other;                       // a second one, of a race; pc 0: none
    std::uint32_t step = 0;           // how many steps were taken before
};

// Whether both are of accesses at the same two places, whichever came first.
bool is_same_race(const Failure& one, const Failure& other);

// Of threads that cannot go on: what each waits for.
struct Stuck {
    Spot waits;
    ThreadId holder = -1; // who holds it, if somebody does
};

// Memory is looked at in pieces of so many bytes.
constexpr std::uintptr_t granule_size = 8;
// Where the granule begins that the address lies in.
constexpr std::uintptr_t granule_of(std::uintptr_t address) {
    return address & ~(granule_size - 1);
}

constexpr std::size_t most_steps = std::size_t{1} << 19;
constexpr std::size_t most_decisions = std::size_t{1} << 19;
constexpr std::size_t most_stacks = std::size_t{1} << 18;
constexpr std::size_t most_shared = std::size_t{1} << 20; // a power of two
constexpr std::size_t most_threads = 1024;
constexpr std::size_t most_found = std::size_t{1} << 12;
constexpr std::size_t most_races = 16;
constexpr std::size_t most_stuck = 64;
constexpr std::size_t most_processes = 256;

// How far the schedule that runs has come: how much the board's lists hold of it, and what is said
// of it as a whole.
struct Progress {
    Verdict verdict = Verdict::running;
    Failure failure;
    std::uint32_t race_count = 0;
    std::uint32_t stuck_count = 0;
    std::uint32_t threads = 0;
    std::uint32_t process_count = 0;
    std::uint32_t step_count = 0;
    std::uint32_t decision_count = 0;
    std::uint32_t switch_count = 0; // from one thread to another
    // More shared granules, found by the schedule. The count goes on when the list is full.
    std::uint32_t found_count = 0;
    std::uint64_t hash = 0;          // of all steps taken
    bool cannot_be_put_back = false; // it changed something outside its memory
    // It came to a choice, and until then had changed its memory and nothing else. Not looked at
    // unless the schedule is followed in full.
    bool beginning_can_be_kept = false;
};

// How schedules were run, which must make no difference to what they come to.
struct Ways {
    std::uint32_t alone = 0;         // each in a process of its own
    std::uint32_t together = 0;      // in processes that run many
    std::uint32_t from_choice = 0;   // of these, from their first choice on
    std::uint32_t disagreements = 0; // it did make a difference, and all was run again
};

struct Board : Progress {
    Progress& progress() { return *this; }

    // Of the schedule that runs.
    std::array<Failure, most_races> races;
    std::array<Stuck, most_stuck> stuck;
    std::array<ThreadId, most_threads> creators;   // by thread
    std::array<ThreadId, most_threads> process_of; // by thread: the first thread of its process
    // Of those that the schedule has started: what the kernel calls them; 0: its parent knows of
    // its end.
    std::array<int, most_processes> processes;
    CheckResult check; // of a program that is a check
    std::array<Step, most_steps> steps;
    std::array<Decision, most_decisions> decisions;
    SearchLog search;
    std::array<std::uintptr_t, most_found> found;
    // Of all schedules: what is kept is only ever added to.
    Ways ways;
    bool has_forked_late = false; // where several schedules share a process
    std::uint64_t runs = 0;
    std::uint64_t runs_at_tick = 0; // of the clock that looks for schedules without end
    // A compare-exchange that may have been a weak one: the compiler's call does not tell.
    bool untold_exchanges = false;
    bool weak_orders = false; // an atomic operation or a fence with an order below seq_cst
    // Whether the schedule that runs is followed in full. If not, call stacks are not noted, which
    // stories need, and the system is not asked for what it has printed and closed.
    bool in_full = true;
    std::uint32_t stack_count = 1;
    std::array<StackNode, most_stacks> stacks;
    // A hash table into `stacks`, of which the first so many entries are used: a power of two, and
    // no more than needed, so that it stays in the processor's caches.
    std::uint32_t stack_slots = 0;
    std::array<std::uint32_t, most_stacks> stack_index;
    std::array<KnownCaller, 256> known_callers;
    // The eight-byte granules that more than one thread is known to touch: a hash table, 0: free.
    // What a schedule is depends on them, so only the supervisor adds to them. As of the stacks'
    // index, no more slots are used than needed.
    std::uint32_t shared_count = 0;
    std::uint32_t shared_slots = 0;
    std::array<std::uintptr_t, most_shared> shared;
};

// How many of the steps taken are on the board: the first so many.
inline std::uint32_t recorded_steps(const Board& board) {
    return board.step_count < most_steps ? board.step_count
                                         : static_cast<std::uint32_t>(most_steps);
}

// Forgets the schedule that ran last.
void clear_schedule(Board& board);

// The schedule that ran last has failed, for a reason that lies in no step of it.
void set_failure(Board& board, const char* diagnosis, const char* detail);
// Another name for what went wrong.
void set_diagnosis(Board& board, const char* diagnosis);
// That, and other words for it.
void set_cause(Board& board, const char* diagnosis, const char* detail);

// The stack that has `pc` above `below`; `below` itself, if there is no room for it.
std::uint32_t find_stack(Board& board, std::uint32_t below, std::uintptr_t pc);
// The same, sooner found if it was asked for last.
inline std::uint32_t push_stack(Board& board, std::uint32_t below, std::uintptr_t pc) {
    const std::uint32_t above = board.stacks[below].above[StackNode::kind_of(pc)];
    return above != 0 && board.stacks[above].pc == pc ? above : find_stack(board, below, pc);
}

bool is_shared(const Board& board, std::uintptr_t granule);
void make_shared(Board& board, std::uintptr_t granule);

// The race of the schedule that ran last that is the same as `race`; null if it had none.
const Failure* find_race(const Board& board, const Failure& race);

} // namespace threadlab::explorer
