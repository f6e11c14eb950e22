// What the explorer's supervisor reports: the record that runtime/record.cpp writes.
#pragma once

#include "harness/record.hpp"
#include "judge/finding.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::judge {

// Where a thread was, or is: the frames innermost first.
struct ExplorerSpot {
    int thread = 0; // 0: the main thread, the others in order of creation
    std::string does;
    std::uint64_t object = 0;
    std::vector<harness::Frame> frames;
};

struct ExplorerStep {
    ExplorerSpot spot;
    std::string how; // ready, timed-out, spurious
    bool atomic = false;
    bool outcome = false; // of a try-lock, a compare-exchange, a timed wait
    unsigned size = 0;    // bytes accessed
    std::uint64_t before = 0;
    std::uint64_t after = 0;
    std::int64_t time = 0; // virtual nanoseconds
};

// A thread that cannot go on.
struct ExplorerWait {
    ExplorerSpot spot;
    int holder = -1; // the thread that has what it waits for; -1: nobody has
};

// How many schedules were run in which way; it must make no difference.
struct ExplorerWays {
    unsigned alone = 0;         // each in a process of its own
    unsigned together = 0;      // in processes that run many
    unsigned from_choice = 0;   // of these, from their first choice on
    unsigned disagreements = 0; // how often it did make a difference, and all was run again
};

struct ExplorerRecord {
    bool failed = false;
    unsigned schedules = 0;              // run to their end
    bool complete = false;               // they are one of each class that there is
    std::optional<unsigned> preemptions; // of those that preempt no more often than that
    bool untold_exchanges = false; // weak compare-exchanges could not be told from strong ones
    bool weak_orders = false;      // atomics or fences below sequential consistency were used
    // Schedules that PCT chose, with depth 2 and 3, and the steps among which it drew.
    unsigned pct_runs_of_depth_2 = 0;
    unsigned pct_runs_of_depth_3 = 0;
    unsigned pct_steps = 0;
    unsigned threads = 0;   // of the longest schedule
    unsigned processes = 1; // likewise
    // Of the threads of the schedule that is told that are not of the process in which it began:
    // the first thread of theirs.
    std::map<int, int> process_of;
    unsigned steps_taken = 0;
    // A data race that was seen: the later and the earlier access.
    std::optional<ExplorerSpot> race;
    std::optional<ExplorerSpot> race_with;
    // What went wrong in the schedule that is told; a diagnosis. Empty: nothing but the race.
    std::string harm;
    std::string detail;
    ExplorerSpot at;
    std::vector<ExplorerWait> waits;
    std::vector<ExplorerStep> steps;
    std::optional<std::string> replay; // none, if it takes too many decisions
    std::string hash;
    std::uint64_t switches = 0; // from one thread to another, of all schedules together
    std::string hashes;         // of all schedules together
    ExplorerWays ways;
    // Of a check.
    std::string nonce;
    unsigned refused = 0;                // thread starts that the limit on threads turned down
    std::vector<harness::Failure> unmet; // expectations that did not hold, in their order
    // What was recorded, by name, in the schedules that ended well: each outcome once.
    std::vector<Measures> measured;
};

// Exactly one well-formed record and nothing else, or nothing.
std::optional<ExplorerRecord> read_explorer_record(std::string_view text);

} // namespace threadlab::judge
