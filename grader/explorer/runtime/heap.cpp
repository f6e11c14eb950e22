#include "explorer/runtime/heap.hpp"

#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <cstring>

namespace threadlab::explorer::heap {
namespace {

// In front of each block.
struct Header {
    std::uint64_t mark;
    std::uint64_t bytes;
};
static_assert(sizeof(Header) == unit);
constexpr std::uint64_t live_mark = 0x6576696c;  // "live"
constexpr std::uint64_t freed_mark = 0x64656572; // "reed"

constexpr std::uintptr_t aside_base = 0x2c00'0000'0000;
constexpr std::size_t aside_capacity = std::size_t{1} << 28;

// Constant-initialised: the first allocation comes before any constructor has run.
constinit std::uintptr_t next = 0;
constinit std::uintptr_t aside_next = aside_base;
constinit bool aside = false;
constinit std::size_t live = 0;

Header* header_of(const void* memory) {
    return reinterpret_cast<Header*>(reinterpret_cast<std::uintptr_t>(memory) - unit);
}

bool inside(std::uintptr_t address) {
    return address >= base && address < next;
}

bool is_aside(std::uintptr_t address) {
    return address >= aside_base && address < aside_next;
}

std::uint8_t* shadow_of(std::uintptr_t address) {
    return reinterpret_cast<std::uint8_t*>(shadow_base + (address - base) / unit);
}

void mark_live(std::uintptr_t begin, std::size_t bytes) {
    std::memset(shadow_of(begin), unit, bytes / unit);
    if (bytes % unit != 0) {
        *shadow_of(begin + bytes) = static_cast<std::uint8_t>(bytes % unit);
    }
}

void map_all() {
    system::map(reinterpret_cast<void*>(base), capacity, false);
    system::map(reinterpret_cast<void*>(shadow_base), capacity / unit, false);
    system::map(reinterpret_cast<void*>(aside_base), aside_capacity, false);
    next = base;
}

// The block that begins at or after `at` and ends before `end`; advances `at` behind it.
void* block_at(std::uintptr_t& at, std::uintptr_t end, std::size_t bytes, std::size_t alignment) {
    const std::size_t align = std::max(alignment, unit);
    const std::uintptr_t begin = (at + unit + align - 1) & ~(align - 1);
    // One unit more than asked for: nothing is next to it.
    const std::size_t room = (bytes + 2 * unit) & ~(unit - 1);
    if (bytes > capacity || begin + room > end) {
        return nullptr;
    }
    at = begin + room;
    void* memory = reinterpret_cast<void*>(begin);
    *header_of(memory) = {live_mark, bytes};
    return memory;
}

} // namespace

Aside::Aside() {
    aside = true;
}

Aside::~Aside() {
    aside = false;
}

void* allocate(std::size_t bytes, std::size_t alignment) {
    if (next == 0) {
        map_all();
    }
    if (aside) {
        return block_at(aside_next, aside_base + aside_capacity, bytes, alignment);
    }
    void* memory = block_at(next, base + capacity, bytes, alignment);
    if (memory != nullptr) {
        mark_live(reinterpret_cast<std::uintptr_t>(memory), bytes);
        live += bytes;
    }
    return memory;
}

std::size_t live_bytes() {
    return live;
}

Block find(const void* memory) {
    const auto begin = reinterpret_cast<std::uintptr_t>(memory);
    if ((!inside(begin) && !is_aside(begin)) || begin % unit != 0 || begin == base) {
        return {};
    }
    const Header& header = *header_of(memory);
    if (header.mark != live_mark && header.mark != freed_mark) {
        return {};
    }
    return {begin, header.bytes, header.mark == freed_mark};
}

void release(const void* memory) {
    Header& header = *header_of(memory);
    header.mark = freed_mark;
    if (!inside(reinterpret_cast<std::uintptr_t>(memory))) {
        return;
    }
    std::memset(shadow_of(reinterpret_cast<std::uintptr_t>(memory)), given_back,
                (header.bytes + unit - 1) / unit);
    live -= header.bytes;
}

State state_of(std::uintptr_t address, std::size_t bytes) {
    if (address < base || address >= base + capacity || next == 0) {
        return State::live;
    }
    const std::uintptr_t end = std::min(address + bytes, base + capacity);
    for (std::uintptr_t at = address; at < end; at += unit - at % unit) {
        const std::uint8_t shadow = *shadow_of(at);
        const std::uintptr_t behind = std::min(end, at - at % unit + unit);
        if (shadow == given_back) {
            return State::freed;
        }
        if ((behind - 1) % unit >= shadow) {
            return State::outside;
        }
    }
    return State::live;
}

std::array<Range, 3> ranges() {
    return {{{base, next, base + capacity},
             {shadow_base, shadow_base + (next - base) / unit + 1, shadow_base + capacity / unit},
             {aside_base, aside_next, aside_base + aside_capacity}}};
}

} // namespace threadlab::explorer::heap
