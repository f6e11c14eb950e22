// Who runs next: one interface, and behind it a small class and file for each way to choose.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"
#include "explorer/runtime/operation.hpp"

#include <cstdint>
#include <memory>

namespace threadlab::explorer {

// One way to go on. A thread is in the list at most once; who waits for the earliest deadline and
// may wake for no reason, twice.
struct Candidate {
    ThreadId thread = 0;
    How how = How::ready;
    Operation next; // what it is about to do
};

struct Situation {
    const arena::Vector<Candidate>& candidates; // at least one, by thread
    ThreadId current = 0;                       // who ran last
    std::uint32_t step = 0;                     // how many steps were taken before
};

// What earlier runs have shown of a program; all zero before the first.
struct Profile {
    std::uint32_t threads = 0;
    std::uint32_t steps = 0;
    // Of each thread, by id: how many steps it takes, and who creates it (-1: nobody).
    struct Thread {
        std::uint32_t steps = 0;
        ThreadId creator = -1;
    };
    arena::Vector<Thread> by_thread;
    // Of each object that several threads act on, in the order of first use: how many steps each
    // thread takes on it.
    struct Object {
        std::uintptr_t object = 0;
        arena::Vector<std::uint32_t> steps;
    };
    arena::Vector<Object> objects;
};

// The ordinary choice, from which a schedule is told by its differences: the thread that ran last
// as long as it can, then the first that can, then whose deadline has come.
std::size_t ordinary_choice(const Situation& situation);

class Strategy {
public:
    Strategy() = default;
    Strategy(const Strategy&) = delete;
    Strategy& operator=(const Strategy&) = delete;
    virtual ~Strategy() = default;

    // Whether nothing that can follow is worth running: the schedule ends here. Asked before every
    // step from the first choice on, also where there is nothing to choose; not in a fair turn.
    virtual bool is_pruned(const Situation&) { return false; }

    // An index into the candidates.
    virtual std::size_t choose(const Situation& situation) = 0;

    // Tells what was done: by whom, and that it was the next step. Every step, also those where
    // there was nothing to choose; those before the first choice are told all at once.
    virtual void done(const Step& step) = 0;

    // A number below `outcomes`: for what is not a thread's turn, such as whether a weak
    // compare-exchange fails. 0 is the ordinary outcome.
    virtual int chance(int outcomes) = 0;
};

// A sequence of pseudo-random numbers that is the same everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t value = state_;
        value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31U);
    }
    // Uniform below `bound`, which is positive and far below 2^64, so that the bias does not count.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }
    bool one_in(std::uint64_t bound) { return below(bound) == 0; }

private:
    std::uint64_t state_;
};

} // namespace threadlab::explorer
