// System calls and libc functions of the machine itself, past what the runtime defines in their
// place.
#pragma once

#include <cstddef>
#include <cstdint>

namespace threadlab::explorer::system {

// A raw system call: the result, or -errno.
long call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0);

// Sleeps in the kernel while *word is `value`.
void futex_wait(std::uint32_t* word, std::uint32_t value);
void futex_wake(std::uint32_t* word);

// `bytes` of zeroed memory, at `address` if it is not null. Ends the process if there is none.
void* map(void* address, std::size_t bytes, bool shared);

// Writes all of it to the descriptor, or gives up.
void write_all(int descriptor, const char* text, std::size_t bytes);

// Says so on standard error and ends the process: for what can only be the machine's fault, or
// ours.
[[noreturn]] void give_up(const char* why);

// libc's own function of that name, which the runtime stands in front of.
void* next(const char* name);
template <typename Function>
Function next_as(const char* name) {
    return reinterpret_cast<Function>(next(name));
}

} // namespace threadlab::explorer::system
