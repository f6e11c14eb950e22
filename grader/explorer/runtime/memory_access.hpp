// What the program does to memory: each access is a step, where several threads touch the place,
// and is told to the detectors.
#pragma once

#include "explorer/runtime/world.hpp"

#include <cstddef>
#include <cstdint>

namespace threadlab::explorer {

// A plain access to memory by the calling thread.
void plain_access(Does does, const volatile void* memory, std::size_t bytes, std::uintptr_t pc);

// The first half of an atomic access: returns when it is to be done.
void atomic_access(Does does, const volatile void* memory, std::size_t bytes, std::uintptr_t pc);

// Memory is about to be given back.
void give_back(const void* memory, std::size_t bytes, std::uintptr_t pc);

} // namespace threadlab::explorer
