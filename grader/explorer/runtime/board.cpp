#include "explorer/runtime/board.hpp"

#include "explorer/runtime/flat_map.hpp"
#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <cstdio>

namespace threadlab::explorer {
namespace {

// The place of `granule` in the table, or the free one where it would go.
std::size_t slot_of(const Board& board, std::uintptr_t granule) {
    const std::size_t last = board.shared_slots - 1;
    std::size_t slot = mixed(granule) & last;
    while (board.shared[slot] != 0 && board.shared[slot] != granule) {
        slot = (slot + 1) & last;
    }
    return slot;
}

void grow_shared(Board& board) {
    constexpr std::uint32_t least = 256;
    arena::Vector<std::uintptr_t> before(board.shared.begin(),
                                         board.shared.begin() + board.shared_slots);
    board.shared_slots = std::max(least, 2 * board.shared_slots);
    std::fill_n(board.shared.begin(), board.shared_slots, 0);
    for (const std::uintptr_t granule : before) {
        if (granule != 0) {
            board.shared[slot_of(board, granule)] = granule;
        }
    }
}

// The place of that stack in the index, or the free one where it would go.
std::size_t stack_slot_of(const Board& board, std::uint32_t below, std::uintptr_t pc) {
    const std::size_t last = board.stack_slots - 1;
    std::size_t slot = spread(pc ^ (std::uint64_t{below} << 20U)) & last;
    while (const std::uint32_t found = board.stack_index[slot]) {
        if (board.stacks[found].pc == pc && board.stacks[found].below == below) {
            break;
        }
        slot = (slot + 1) & last;
    }
    return slot;
}

void grow_stack_index(Board& board) {
    constexpr std::uint32_t least = 1024;
    board.stack_slots = std::max(least, 2 * board.stack_slots);
    std::fill_n(board.stack_index.begin(), board.stack_slots, 0);
    for (std::uint32_t i = 1; i < board.stack_count; ++i) {
        const StackNode& node = board.stacks[i];
        board.stack_index[stack_slot_of(board, node.below, node.pc)] = i;
    }
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
    ++board.runs;
    board.progress() = {};
    board.search.progress() = {};
    board.check.clear();
}

void set_diagnosis(Board& board, const char* diagnosis) {
    auto& text = board.failure.diagnosis;
    std::snprintf(text.data(), text.size(), "%s", diagnosis);
}

void set_cause(Board& board, const char* diagnosis, const char* detail) {
    set_diagnosis(board, diagnosis);
    std::snprintf(board.failure.detail.data(), board.failure.detail.size(), "%s", detail);
}

void set_failure(Board& board, const char* diagnosis, const char* detail) {
    board.verdict = Verdict::failed;
    board.failure = {};
    set_cause(board, diagnosis, detail);
    board.failure.step = board.step_count;
}

std::uint32_t find_stack(Board& board, std::uint32_t below, std::uintptr_t pc) {
    std::uint32_t& above = board.stacks[below].above[StackNode::kind_of(pc)];
    if (2 * board.stack_count >= board.stack_slots && board.stack_slots < most_stacks) {
        grow_stack_index(board);
    }
    const std::size_t slot = stack_slot_of(board, below, pc);
    if (const std::uint32_t found = board.stack_index[slot]; found != 0) {
        return above = found;
    }
    if (board.stack_count + 1 >= most_stacks / 2) {
        return below; // so deep and wild a program is told with less of its stacks
    }
    const std::uint32_t added = board.stack_count++;
    board.stacks[added] = {pc, below, {}};
    board.stack_index[slot] = added;
    return above = added;
}

bool is_shared(const Board& board, std::uintptr_t granule) {
    return board.shared_slots != 0 && board.shared[slot_of(board, granule)] == granule;
}

void make_shared(Board& board, std::uintptr_t granule) {
    if (2 * board.shared_count >= board.shared_slots && board.shared_slots < most_shared) {
        grow_shared(board);
    }
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
