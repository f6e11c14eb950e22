// The program's heap: at fixed addresses, so that a schedule is the same wherever it runs, and
// never used twice, so that what is touched after it was given back is seen.
#pragma once

#include <cstddef>
#include <cstdint>

namespace threadlab::explorer::heap {

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

// Whether the address lies in memory that was given back.
bool is_freed(std::uintptr_t address);

} // namespace threadlab::explorer::heap
