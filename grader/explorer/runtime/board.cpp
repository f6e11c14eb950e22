#include "explorer/runtime/board.hpp"

#include "explorer/runtime/flat_map.hpp"
#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <cstdio>

namespace threadlab::explorer {
namespace {

// The place of `granule` in the table, or the free one where it would go.
std::size_t slot_of(const Board& board, std::uintptr_t granule) {
    std::size_t slot = mixed(granule) & (most_shared - 1);
    while (board.shared[slot] != 0 && board.shared[slot] != granule) {
        slot = (slot + 1) & (most_shared - 1);
    }
    return slot;
}

} // namespace

bool is_same_race(const Failure& one, const Failure& other) {
    return (one.spot.pc == other.spot.pc && one.other.pc == other.other.pc) ||
           (one.spot.pc == other.other.pc && one.other.pc == other.spot.pc);
}

const Failure* find_race(const Board& board, const Failure& race) {
    const auto* end = board.races.begin() + board.race_count;
    const auto* found = std::find_if(
        board.races.begin(), end, [&](const Failure& other) { return is_same_race(race, other); });
    return found == end ? nullptr : found;
}

void clear_schedule(Board& board) {
    board.verdict = Verdict::running;
    board.failure = {};
    board.race_count = board.stuck_count = board.threads = 0;
    board.step_count = board.decision_count = 0;
    board.found_count = 0;
    board.hash = 0;
    board.cannot_be_put_back = false;
    ++board.runs;
    clear(board.search);
    board.check.clear();
}

void set_diagnosis(Board& board, const char* diagnosis) {
    auto& text = board.failure.diagnosis;
    std::snprintf(text.data(), text.size(), "%s", diagnosis);
}

void set_failure(Board& board, const char* diagnosis, const char* detail) {
    board.verdict = Verdict::failed;
    board.failure = {};
    set_diagnosis(board, diagnosis);
    std::snprintf(board.failure.detail.data(), board.failure.detail.size(), "%s", detail);
    board.failure.step = board.step_count;
}

std::uint32_t push_stack(Board& board, std::uint32_t below, std::uintptr_t pc) {
    std::uint32_t& above = board.stacks[below].above;
    if (above != 0 && board.stacks[above].pc == pc) {
        return above;
    }
    std::size_t slot = spread(pc ^ (std::uint64_t{below} << 20U)) & (most_stacks - 1);
    while (const std::uint32_t found = board.stack_index[slot]) {
        if (board.stacks[found].pc == pc && board.stacks[found].below == below) {
            return above = found;
        }
        slot = (slot + 1) & (most_stacks - 1);
    }
    if (board.stack_count + 1 >= most_stacks / 2) {
        return below; // so deep and wild a program is told with less of its stacks
    }
    const std::uint32_t added = board.stack_count++;
    board.stacks[added] = {below, 0, pc};
    board.stack_index[slot] = added;
    return above = added;
}

bool is_shared(const Board& board, std::uintptr_t granule) {
    return board.shared[slot_of(board, granule)] == granule;
}

void make_shared(Board& board, std::uintptr_t granule) {
    const std::size_t slot = slot_of(board, granule);
    if (board.shared[slot] == granule) {
        return;
    }
    if (board.shared_count >= most_shared / 2) {
        system::give_up("the program shares more memory between threads than can be followed");
    }
    board.shared[slot] = granule;
    ++board.shared_count;
}

} // namespace threadlab::explorer
