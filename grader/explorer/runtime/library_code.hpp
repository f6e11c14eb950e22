// Which of the program's functions are those of libstdc++'s classes that do by themselves what a
// program may be accused of. They are templates and inline functions, and part of the program.
#pragma once

#include "explorer/runtime/board.hpp"

#include <cstdint>

namespace threadlab::explorer {

// Finds those of the object that was loaded at `base` from the file at `path`. By the file's own
// symbols, as the loader knows of none that are instantiated with a local type. Before the program
// begins. Returns false if the file cannot be read.
bool find_library_code(const char* path, std::uintptr_t base);

// Whether that place, or one of those that called it, is in std::atomic<std::shared_ptr>, which is
// guarded by spinning on a bit of it, and lets that go with a relaxed operation.
bool is_in_atomic_pointer(const Board& board, std::uintptr_t pc, std::uint32_t stack);

// Whether that place is in a std::counting_semaphore, which in libstdc++ 12 may fall asleep
// while it has permits: another thread takes one and gives it back between its look and its sleep.
bool is_in_semaphore(std::uintptr_t pc);
// Whether the program has such a place at all.
bool uses_semaphores();

} // namespace threadlab::explorer
