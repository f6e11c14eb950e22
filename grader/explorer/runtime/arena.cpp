#include "explorer/runtime/arena.hpp"

#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <sys/syscall.h>

namespace threadlab::explorer::arena {
namespace {

// Far from everything: where libraries and the program's own mappings lie must not depend on how
// much the runtime keeps.
constexpr std::uintptr_t lasting_base = 0x1000'0000'0000;
constexpr std::uintptr_t passing_base = 0x1800'0000'0000;
constexpr std::size_t capacity = std::size_t{1} << 36;
constexpr std::uintptr_t page = 4096;
constexpr std::size_t smallest = 16;
constexpr std::size_t classes = 48;

struct Free {
    Free* next;
};

// How much of a memory is used.
struct Fill {
    char* at;
    std::array<Free*, classes> free;
};

// In a page of its own at the beginning of the memory that it describes: the runtime's own
// variables are part of the program, and are restored with it.
struct State : Fill {
    Fill& fill() { return *this; }

    // Of the passing one.
    bool is_current;
    Fill stays;  // as it was when begin_own() was called
    char* begin; // of what a schedule has; below is what came before the first
    char* kept_at;
    void* kept_root;
};

// Constant-initialised: allocations come before any constructor has run.
constinit bool mapped = false;

State& state_at(std::uintptr_t base) {
    return *reinterpret_cast<State*>(base);
}

void map_both() {
    for (const std::uintptr_t base : {lasting_base, passing_base}) {
        system::map(reinterpret_cast<void*>(base), capacity, base == lasting_base);
        state_at(base).at = reinterpret_cast<char*>(base + page);
    }
    State& passing = state_at(passing_base);
    passing.is_current = true;
    passing.kept_at = reinterpret_cast<char*>(passing_base + capacity / 4 * 3);
    mapped = true;
}

std::size_t rounded(std::size_t bytes) {
    return std::bit_ceil(std::max(bytes, smallest));
}

std::size_t class_of(std::size_t size) {
    return static_cast<std::size_t>(std::countr_zero(size));
}

} // namespace

void* allocate(std::size_t bytes) {
    if (!mapped) {
        map_both();
    }
    const std::uintptr_t base = state_at(passing_base).is_current ? passing_base : lasting_base;
    State& state = state_at(base);
    const std::size_t size = rounded(bytes);
    if (Free*& head = state.free[class_of(size)]; head != nullptr) {
        Free* taken = head;
        head = taken->next;
        return taken;
    }
    if (size > base + capacity - reinterpret_cast<std::uintptr_t>(state.at)) {
        system::give_up("no memory");
    }
    void* memory = state.at;
    state.at += size;
    return memory;
}

void release(void* memory, std::size_t bytes) {
    const bool passing = reinterpret_cast<std::uintptr_t>(memory) >= passing_base;
    Free*& head = state_at(passing ? passing_base : lasting_base).free[class_of(rounded(bytes))];
    head = new (memory) Free{head};
}

void begin_passing() {
    State& state = state_at(passing_base);
    state.at = state.begin;
    state.free = {};
    state.is_current = true;
}

void end_passing() {
    if (!mapped) {
        map_both();
    }
    State& state = state_at(passing_base);
    if (state.begin == nullptr) {
        const auto at = reinterpret_cast<std::uintptr_t>(state.at);
        state.begin = reinterpret_cast<char*>((at + page - 1) & ~(page - 1));
    }
    state.is_current = false;
}

void begin_own() {
    State& state = state_at(passing_base);
    state.stays = state.fill();
    // Far behind: schedules must find the same addresses whether there is a process's own memory or
    // not.
    state.at = reinterpret_cast<char*>(passing_base + capacity / 2);
    state.free = {};
    state.is_current = true;
}

void share_passing() {
    const State& state = state_at(passing_base);
    const std::size_t bytes = reinterpret_cast<std::uintptr_t>(state.at) - passing_base;
    void* const copy = system::map(nullptr, bytes, false);
    void* const passing = reinterpret_cast<void*>(passing_base);
    std::memcpy(copy, passing, bytes);
    system::call(SYS_munmap, static_cast<long>(passing_base), capacity);
    system::map(passing, capacity, true);
    std::memcpy(passing, copy, bytes);
    system::call(SYS_munmap, reinterpret_cast<long>(copy), static_cast<long>(bytes));
}

void* keep(std::size_t bytes) {
    if (!mapped) {
        map_both();
    }
    State& state = state_at(passing_base);
    void* memory = state.kept_at;
    state.kept_at += (bytes + smallest - 1) & ~(smallest - 1);
    if (reinterpret_cast<std::uintptr_t>(state.kept_at) > passing_base + capacity) {
        system::give_up("no memory");
    }
    return memory;
}

void*& kept_root() {
    if (!mapped) {
        map_both();
    }
    return state_at(passing_base).kept_root;
}

void go_on_passing() {
    State& state = state_at(passing_base);
    state.fill() = state.stays;
    state.is_current = true;
}

Range passing_that_stays() {
    const State& state = state_at(passing_base);
    const auto end = reinterpret_cast<std::uintptr_t>(std::max(state.begin, state.stays.at));
    return {passing_base + page, (end + page - 1) & ~(page - 1)};
}

bool is_inside(std::uintptr_t address) {
    return (address >= lasting_base && address < lasting_base + capacity) ||
           (address >= passing_base && address < passing_base + capacity);
}

} // namespace threadlab::explorer::arena
