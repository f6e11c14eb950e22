// One thread runs at a time, and the engine decides which, at every step.
#pragma once

#include "explorer/detect/idling.hpp"
#include "explorer/detect/vector_clock.hpp"
#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"
#include "explorer/runtime/context.hpp"
#include "explorer/runtime/flat_map.hpp"
#include "explorer/runtime/operation.hpp"
#include "explorer/runtime/process.hpp"
#include "explorer/runtime/processors.hpp"
#include "explorer/strategies/strategy.hpp"

#include <cstdint>
#include <limits>

namespace threadlab::explorer {

using Nanoseconds = std::int64_t; // of virtual time, since the schedule began
constexpr Nanoseconds never = std::numeric_limits<Nanoseconds>::max();

// What a thread waits for. Lives on its stack while it does.
class Condition {
public:
    Condition() = default;
    Condition(const Condition&) = delete;
    Condition& operator=(const Condition&) = delete;
    virtual ~Condition() = default;
    // Whether the thread can go on. Changes nothing: asked at every step of any thread.
    virtual bool holds() const = 0;
    // Who would have to do something for it to hold: a lock's owner, a thread that is joined; -1
    // where that could be anybody.
    virtual ThreadId holder() const { return -1; }
};

template <typename Holds>
class ConditionOf final : public Condition {
public:
    explicit ConditionOf(Holds holds) : holds_(std::move(holds)) {}
    bool holds() const override { return holds_(); }

private:
    Holds holds_;
};

// A lock that a thread holds.
struct Held {
    std::uintptr_t object = 0;
    bool shared = false; // with other readers
    std::uintptr_t pc = 0;
    std::uint32_t stack = 0;
};

struct Thread {
    ThreadId id = 0;
    ThreadId creator = -1;
    Process* process = nullptr; // that it is a thread of
    bool finished = false;
    bool detached = false;
    bool joined = false;
    void* result = nullptr;
    unsigned long handle = 0;     // pthread_t
    std::uintptr_t forked_at = 0; // where the process began whose first thread this is
    std::uint32_t forked_stack = 0;
    Context context; // where it goes on when it is its turn

    // What it is about to do.
    Operation next;
    bool ready = false;                   // as far as it was looked at last
    const Condition* condition = nullptr; // nothing: it can go on
    Nanoseconds deadline = never;
    Nanoseconds waits_since = 0;
    bool may_wake_spuriously = false;
    bool looked_between = false;  // its last atomic access was to memory that processes share
    bool waits_privately = false; // for a wake-up that can only come from its own process
    // Conditions are only asked in the thread's own process, whose memory they look at. For all
    // others: what that came to; whether it may be otherwise by now; and whether it always may, as
    // nothing tells what it depends on.
    bool held = false;
    ThreadId holder_then = -1;
    bool doubtful = false;
    bool always_doubtful = false;
    int patience = 0; // above 0: it gives up when nobody else can go on, the least patient first
    How how = How::ready;

    arena::Vector<Held> locks; // that it holds, in order of taking

    std::uint32_t stack = 0;        // of calls, as the instrumentation tells
    std::uint32_t untold_calls = 0; // innermost, for which the board has no room

    // Happens-before.
    VectorClock clock;
    VectorClock to_acquire; // what an acquire fence would bring
    VectorClock released;   // by the last release fence

    // The signal that woke it last, and its last step that changed anything.
    std::uintptr_t woken_at = 0;
    std::int32_t woken_step = -1;
    std::int32_t changed_step = -1;
    arena::Vector<std::uintptr_t> woke_for_no_reason; // its waits, by call

    // What it has computed since its last step, for which no time has passed yet: blocks of its
    // code; and what it is computing now.
    std::uint64_t blocks = 0;
    Ticks work = 0;

    std::uint32_t yields_in_vain = 0; // since it changed anything
    Idling idling;
    arena::Vector<std::uintptr_t> failed_for_no_reason; // its weak compare-exchanges, by call
    arena::Vector<ThreadId> gives_way_to; // since it yielded: who has not taken a step yet

    Spot thrown; // the last exception

    std::int32_t open_step = -1; // its last write, whose value is not known yet
    std::int32_t last_step = -1;

    // Where it is about to do what comes next.
    Spot spot() const { return {id, next.does, next.pc, stack, next.object}; }
    bool is_main_at_its_end() const { return id == 0 && next.does == Does::exit; }
    bool can_go_on() const {
        return !finished && (condition == nullptr || (process == here ? condition->holds() : held));
    }
    // Who would have to do something for it to go on; -1: that could be anybody.
    ThreadId holder() const {
        return condition == nullptr ? -1 : process == here ? condition->holder() : holder_then;
    }
};

struct EngineOptions {
    bool time_is_free = true; // a deadline may come at any step; false: only when nobody can run
    int cores = 0;            // on which computing takes time; 0: it is free
    // A schedule of more steps is given up: it says nothing more.
    std::uint32_t most_steps = std::numeric_limits<std::uint32_t>::max();
    // Steps in which nothing happens that did not happen before: after so many everybody gets a
    // fair turn, and after so many more it is a livelock.
    std::uint32_t patience = 30'000;
    std::uint32_t fair_suffix = 20'000;
    // So many steps in all, and everybody gets a fair turn, too: a loop that counts its rounds does
    // something new in each.
    std::uint32_t unfair_steps = 50'000;
};

// So many blocks of code without a step are a loop that does not end.
constexpr std::int64_t most_blocks = 100'000'000;
// How many of them the thread that runs has left. Global, as it changes with every block of the
// program's code: to reach it by way of the engine takes longer than all else that a block costs.
extern constinit std::int64_t blocks_left [[gnu::visibility("hidden")]];

class Engine {
public:
    Engine(Board& board, const EngineOptions& options);

    // Where the first choice is due, for which come_to_first_choice() was called: who makes it, and
    // all that follow.
    void follow(Strategy& strategy);

    Thread& self() { return *current_; }
    Thread& thread(ThreadId id) { return *threads_[static_cast<std::size_t>(id)]; }
    const arena::Vector<Thread*>& threads() const { return threads_; } // by number

    // Announces a step of the calling thread, and returns when it is to be taken: `condition` holds
    // then, unless the result says otherwise.
    How point(const Operation& operation, const Condition* condition = nullptr,
              Nanoseconds deadline = never, bool may_wake_spuriously = false);

    // Call stacks are not followed from now on: none is known.
    void forget_stacks();

    // What the calling thread wrote last is known by now.
    void close_open_step() {
        if (current_->open_step >= 0) {
            close_step(*current_);
        }
    }

    Step& step_at(std::int32_t index);
    // The step that was taken last, by the calling thread, for what is only known afterwards.
    Step& last_step();

    // A new thread that is about to begin, created by the calling one.
    Thread& add_thread();
    // The calling thread is done: another goes on. Does not return.
    [[noreturn]] void finish_thread();

    // ---- several processes ----

    const arena::Vector<Process*>& processes() const { return processes_; } // in order of creation
    bool has_processes() const { return processes_.size() > 1; }
    // A new process with one thread, which is about to begin, started by the calling one.
    Thread& add_process();
    // In that process: it is `first`'s, and goes on when it is its turn.
    void begin_process(Thread& first);
    // The calling process is over, as wait() says with that status: others go on.
    [[noreturn]] void end_process(int status);
    // Another one is, and has been.
    void strike_process(Process& process, int status);
    // Something happens that may let anybody go on.
    void doubt_all();

    // Which of so many outcomes something that is not a thread's turn has; 0 is the ordinary one.
    int chance(int outcomes);

    // The return address of the access whose memory the runtime itself looks at; 0: none. A crash
    // meanwhile is that access's.
    std::uintptr_t accessing = 0;

    // Time, after all that the calling thread has computed so far.
    Nanoseconds now();
    // The calling thread computes for so long, and for what its blocks have cost since its last
    // step, if computing takes time.
    void compute(Nanoseconds time);
    // It has begun as many blocks of its code as a thread may without a step, the last one there.
    [[noreturn]] void compute_without_end(std::uintptr_t pc);
    int cores() const { return options_.cores; }

    // The step that the calling thread is taking also makes use of that, besides what its operation
    // is about: other threads' steps on it depend on this one.
    void touch(std::uintptr_t object, std::size_t bytes = 0);
    // Something happens that other threads' steps may depend on, and nothing says how.
    void lose_track() { board_.search.unfollowed = true; }

    // The schedule ends here, with that verdict. Does not return.
    [[noreturn]] void fail(const char* diagnosis, const char* detail, const Spot& spot);
    [[noreturn]] void end(Verdict verdict);

    // Gives the processor to whoever can use it: all others that can run come first.
    void yield(std::uintptr_t pc);
    // It is a new thread's turn for the first time.
    void begin_thread() { take_step(*current_); }

    Spot spot_at(Does does, std::uintptr_t pc) const; // in the calling thread
    // What the calling thread is about to do, or has begun.
    Spot spot_here() const { return current_->spot(); }
    static Spot spot_of(const Step& step);

    Board& board() { return board_; }

private:
    Thread* choose();
    Strategy& strategy();
    void note_choices();
    bool list_ready(std::size_t& ordinary);
    void list_candidates();
    void add_candidate(const Thread& thread, How how);
    const Thread* look_around();
    void collect_blocks();
    void pay_for_blocks();
    bool finish_work_before(Nanoseconds deadline);
    void let_time_pass(Ticks time);
    bool gives_way(const Thread& thread) const;
    void list_waiting_for_search(bool stuck);
    bool may_time_pass(const Thread& earliest) const;
    bool is_waiting_in_vain() const;
    void list_impatient();
    std::size_t fair_choice(const Situation& situation);
    static std::size_t next_in_turn(const Situation& situation, ThreadId first);
    // False if the board holds no more.
    bool record_decision(Decision::Kind kind, How how, int choice);
    void hand_over(Thread& from, Thread& to);
    void doubt(std::uintptr_t object, std::size_t bytes);
    void note_conditions();
    void ask_others();
    void await_turn(Thread& thread);
    void finish_threads_of(Process& process);
    void take_step(Thread& thread);
    const Step& record_step(Thread& thread);
    static void note_change(Thread& thread, std::int32_t step);
    void give_way(Thread& thread);
    void close_step(Thread& thread);
    const char* or_leaked(const char* diagnosis) const;
    void watch_for_spinning(Thread& thread, const Step& step);
    bool is_fair() const {
        return steps_in_place_ >= options_.patience || board_.step_count >= options_.unfair_steps;
    }
    void count_steps_in_place(const Step& step);
    [[noreturn]] void stuck();

    Board& board_;
    Strategy* strategy_ = nullptr; // until the first choice is due
    EngineOptions options_;
    arena::Vector<Thread*> threads_;
    arena::Vector<Process*> processes_;
    Process* asker_ = nullptr; // who wants to know of another process which threads can go on
    bool somebody_gives_way_ = false;     // or has done so
    std::uint32_t deadlines_in_vain_ = 0; // that came while nobody could go on, since anything new
    Nanoseconds new_at_ = 0;              // when that was
    arena::Vector<Candidate> candidates_;
    Thread* current_ = nullptr;
    Processors processors_;
    Ticks now_ = 0;
    Nanoseconds now_in_nanoseconds_ = 0; // the same, as it is told with every step
    Step unrecorded_;                    // takes the place of a step beyond what the board holds
    FlatMap<char> seen_;                 // steps, by what they did
    std::uint32_t steps_in_place_ = 0;
    std::uint32_t last_deadline_ = 0; // with which step it came
    std::uint32_t turns_ = 0;         // fair ones, so far
    std::uint32_t turn_began_ = 0;    // with which step the last one did
};

} // namespace threadlab::explorer
