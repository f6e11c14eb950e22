// What the program does to memory: each access is a step, where several threads touch the place,
// and is told to the detectors.
#pragma once

#include "explorer/runtime/world.hpp"

#include <cstddef>
#include <cstdint>

namespace threadlab::explorer {

// A plain access to memory by the calling thread.
void plain_access(Does does, const volatile void* memory, std::size_t bytes, std::uintptr_t pc);

// The same of so few bytes that it may well be one that changes little: by far the most are.
template <std::size_t bytes>
void small_access(Does does, const volatile void* memory, std::uintptr_t pc) {
    static_assert(bytes <= granule_size);
    if (world == nullptr) {
        return;
    }
    const Thread& self = world->engine.self();
    const std::uintptr_t address = address_of(memory);
    if (self.open_step < 0 && is_in_one_granule(address, bytes)) {
        Granule* granule = world->races.granule_at_once(address);
        if (granule != nullptr &&
            RaceDetector::take_again(*granule, self, does, bits_of(address, bytes), pc)) {
            return;
        }
    }
    plain_access(does, memory, bytes, pc);
}

// The first half of an atomic access: returns when it is to be done.
void atomic_access(Does does, const volatile void* memory, std::size_t bytes, std::uintptr_t pc);

// Memory is about to be given back.
void give_back(const void* memory, std::size_t bytes, std::uintptr_t pc);

} // namespace threadlab::explorer
