#include "explorer/runtime/arena.hpp"

#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace threadlab::explorer::arena {
namespace {

// Far from everything: where libraries and the program's own mappings lie must not depend on how
// much the runtime keeps.
constexpr std::uintptr_t base = 0x1000'0000'0000;
constexpr std::size_t chunk = std::size_t{1} << 24;
constexpr std::size_t smallest = 16;
constexpr std::size_t classes = 48;

struct Free {
    Free* next;
};

// Constant-initialised: allocations come before any constructor has run.
struct State {
    std::uintptr_t next_chunk = base;
    char* at = nullptr;
    std::size_t left = 0;
    std::array<Free*, classes> free{};
};
constinit State state;

std::size_t rounded(std::size_t bytes) {
    return std::bit_ceil(std::max(bytes, smallest));
}

std::size_t class_of(std::size_t size) {
    return static_cast<std::size_t>(std::countr_zero(size));
}

} // namespace

void* allocate(std::size_t bytes) {
    const std::size_t size = rounded(bytes);
    if (Free*& head = state.free[class_of(size)]; head != nullptr) {
        Free* taken = head;
        head = taken->next;
        return taken;
    }
    if (size > state.left) {
        const std::size_t more = std::max(size, chunk);
        state.at =
            static_cast<char*>(system::map(reinterpret_cast<void*>(state.next_chunk), more, false));
        state.next_chunk += more;
        state.left = more;
    }
    void* memory = state.at;
    state.at += size;
    state.left -= size;
    return memory;
}

void release(void* memory, std::size_t bytes) {
    Free*& head = state.free[class_of(rounded(bytes))];
    head = new (memory) Free{head};
}

} // namespace threadlab::explorer::arena
