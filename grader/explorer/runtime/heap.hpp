// The program's heap: at fixed addresses, so that a schedule is the same wherever it runs, and
// never used twice, so that what is touched after it was given back is seen, and with gaps between
// blocks, so that what is touched past a block's end is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace threadlab::explorer::heap {

// While it lives, allocations come from elsewhere: what libc allocates for itself on the runtime's
// behalf must not move the program's memory.
class Aside {
public:
    Aside();
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;
};

// At least 16-byte aligned. nullptr if there is no memory left.
void* allocate(std::size_t bytes, std::size_t alignment = 16);

// A block, as its owner got it.
struct Block {
    std::uintptr_t begin = 0;
    std::size_t bytes = 0;
    bool freed = false;
};

// The block that begins at `memory`; bytes 0 and begin 0 if none does.
Block find(const void* memory);
void release(const void* memory);

// What lies there, which is live if all of it is; what is no part of the heap counts as live.
enum class State : std::uint8_t { live, freed, outside };
State state_of(std::uintptr_t address, std::size_t bytes);

constexpr std::uintptr_t base = 0x2000'0000'0000;
constexpr std::size_t capacity = std::size_t{1} << 34;
constexpr std::size_t unit = 16;
// A byte for each unit: how many of its first bytes are a block's, or that it was given back.
constexpr std::uintptr_t shadow_base = 0x2800'0000'0000;
constexpr std::uint8_t given_back = 0xff;

// Whether all of an access of at most eight bytes, which begins and ends in one granule, is live.
inline bool is_live(std::uintptr_t address, std::size_t bytes) {
    if (address - base >= capacity) {
        return true;
    }
    const auto shadow =
        *reinterpret_cast<const std::uint8_t*>(shadow_base + (address - base) / unit);
    return shadow != given_back && address % unit + bytes <= shadow;
}

// How many bytes the blocks that were not given back have together.
std::size_t live_bytes();

// A range of addresses, of which what lies behind `used` has never been touched.
struct Range {
    std::uintptr_t begin = 0;
    std::uintptr_t used = 0;
    std::uintptr_t end = 0;
};
// All that the heap consists of.
std::array<Range, 3> ranges();

} // namespace threadlab::explorer::heap
