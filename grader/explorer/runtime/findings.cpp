#include "explorer/runtime/findings.hpp"

#include <algorithm>
#include <cstring>

namespace threadlab::explorer {
namespace {

// How many further schedules are run in search of one in which a race does harm.
constexpr std::uint32_t race_patience = 100;

} // namespace

bool Findings::takes(const Board& board) const {
    const bool fails = board.verdict == Verdict::failed;
    if (race) {
        return fails && find_race(board, first_race) != nullptr;
    }
    return fails || board.race_count > 0;
}

void Findings::note(const Board& board) {
    schedules += board.verdict == Verdict::pruned ? 0 : 1;
    hash = (hash ^ board.hash) * 0x100000001b3ULL; // FNV-1a, a word at a time
    most_threads = std::max(most_threads, board.threads);
    most_steps = std::max(most_steps, board.step_count);
    since_race += race ? 1 : 0;
    if (!takes(board)) {
        return;
    }
    if (!race && board.race_count > 0) {
        race = true;
        first_race = board.races[0];
    }
    if (board.verdict == Verdict::failed) {
        harm = true;
        diagnosis = board.failure.diagnosis;
    }
    decisions.assign(board.decisions.begin(), board.decisions.begin() + board.decision_count);
}

bool Findings::settled() const {
    return harm || since_race >= race_patience;
}

bool Findings::is_same(const Board& board) const {
    if (race && find_race(board, first_race) == nullptr) {
        return false;
    }
    return !harm || (board.verdict == Verdict::failed &&
                     std::strcmp(board.failure.diagnosis.data(), diagnosis.data()) == 0);
}

} // namespace threadlab::explorer
