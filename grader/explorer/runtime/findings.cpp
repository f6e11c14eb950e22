#include "explorer/runtime/findings.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace threadlab::explorer {
namespace {

// How many further schedules are run in search of one in which a race does harm.
constexpr std::uint32_t race_patience = 100;

bool is_limit(const char* diagnosis) {
    return std::string_view(diagnosis).ends_with("-limit");
}

// To use memory after it was given back is how a race of the two does its harm.
bool is_harm_of(const Failure& race, const Board& board) {
    const bool frees = race.spot.does == Does::free || race.other.does == Does::free;
    return find_race(board, race) != nullptr ||
           (frees && std::string_view(board.failure.diagnosis.data()) == "dangling");
}

} // namespace

bool came_to_a_limit(const Board& board) {
    return board.verdict == Verdict::failed && is_limit(board.failure.diagnosis.data());
}

bool Findings::failed_at_limit() const {
    return harm && is_limit(diagnosis.data());
}

bool Findings::is_decoy() const {
    return harm && std::string_view(diagnosis.data()) == "decoy";
}

bool Findings::takes(const Board& board) const {
    const bool fails = board.verdict == Verdict::failed;
    if (race) {
        return fails && is_harm_of(first_race, board);
    }
    return fails || board.race_count > 0;
}

void Findings::note(const Board& board) {
    schedules += board.verdict == Verdict::pruned ? 0 : 1;
    hash = (hash ^ board.hash) * 0x100000001b3ULL; // FNV-1a, a word at a time
    most_threads = std::max(most_threads, board.threads);
    most_processes = std::max(most_processes, board.process_count);
    most_steps = std::max(most_steps, board.step_count);
    switches += board.switch_count;
    since_race += race ? 1 : 0;
    limit = limit || came_to_a_limit(board);
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
    return harm || (race && limit) || since_race >= race_patience;
}

bool Findings::is_same(const Board& board) const {
    const bool fails = board.verdict == Verdict::failed;
    if (race &&
        !(fails ? is_harm_of(first_race, board) : find_race(board, first_race) != nullptr)) {
        return false;
    }
    return !harm || (board.verdict == Verdict::failed &&
                     std::strcmp(board.failure.diagnosis.data(), diagnosis.data()) == 0);
}

} // namespace threadlab::explorer
