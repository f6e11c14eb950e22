// The words in which a finding of ThreadSanitizer is told.
#pragma once

#include "judge/race_access.hpp"
#include "scorecard/scorecard.hpp"

#include <string>
#include <vector>

namespace threadlab::judge {

// Which locks the two sides of a pair held, in the order in which one outweighs another.
enum class Locks { none, first_only, second_only, different, for_reading };

// Two accesses to the same memory that nothing orders; the lower line is the first.
struct RacePair {
    Access first;
    Access second;
    Locks locks = Locks::none;
    bool one_thread = false;   // a thread that uses what it freed itself
    bool virtual_call = false; // the memory is an object's pointer to its virtual functions

    bool frees() const { return first.does == "free" || second.does == "free"; }
};

// "threading.cpp:14"; empty if the line is unknown (0).
std::string place_name(int line, const RaceNames& names);

std::string message_of(const RacePair& pair, const RaceNames& names);
std::vector<scorecard::Step> steps_of(const RacePair& pair, const RaceNames& names);

// For the kinds that are about one event. `own`: the submission's part in it, not empty.
// diagnosis_of: empty for kinds that count for nothing.
std::string diagnosis_of(TsanKind kind);
std::string message_of(TsanKind kind, const std::vector<Access>& own, const RaceNames& names);
std::vector<scorecard::Step> steps_of(const std::vector<Access>& own, const RaceNames& names);

std::string lock_order_note(const std::vector<int>& lines, const RaceNames& names);

} // namespace threadlab::judge
