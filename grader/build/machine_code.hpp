// Looks through machine code for instructions that no compiler makes of C++.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace threadlab::build {

struct BadInstruction {
    std::size_t offset = 0; // of its first byte
    std::string name;       // "syscall"; empty: the bytes there are no instruction
};

// The architectures whose code can be read.
enum class Architecture { x86_64, aarch64 };

// The first instruction of `code` that enters the system or changes how the thread runs in a way
// that only the system's own code may, or that stores unseen by any sanitizer; or the first bytes
// that are no instruction. `code` is read
// from its beginning on, instruction by instruction: that the bytes of a system call occur inside
// another one means nothing.
std::optional<BadInstruction> find_bad_instruction(std::span<const std::byte> code,
                                                   Architecture architecture);

} // namespace threadlab::build
