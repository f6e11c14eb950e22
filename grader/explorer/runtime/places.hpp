// Which memory an address means. Processes that come of a fork have different memory at the same
// addresses, and may have the same memory at different ones. A *place* is the same wherever memory
// is the same, and another one wherever it is not; where there is one process only, it is the
// address.
#pragma once

#include <cstddef>
#include <cstdint>

namespace threadlab::explorer {

// Whether this process has any place that is not its address.
extern constinit bool translates_places [[gnu::visibility("hidden")]];

std::uintptr_t translated(std::uintptr_t address);
std::uintptr_t translated_back(std::uintptr_t place);

inline std::uintptr_t place_at(std::uintptr_t address) {
    return translates_places ? translated(address) : address;
}
// Of a place of this process's.
inline std::uintptr_t address_at(std::uintptr_t place) {
    return translates_places ? translated_back(place) : place;
}

// Whether the address lies in a mapping that processes share.
bool is_between_processes(std::uintptr_t address);
// The place that nobody else has, also where memory is shared.
std::uintptr_t own_place_at(std::uintptr_t address);

// Memory was mapped so that it is shared, from that offset of that file; -1: of no file.
void add_shared_mapping(std::uintptr_t address, std::size_t bytes, int file, std::uintptr_t offset);
// Nothing is mapped there any more, or something private.
void remove_mapping(std::uintptr_t address, std::size_t bytes);

// This is the process of that number now: what is not shared is its own.
void own_memory(int process);

} // namespace threadlab::explorer
