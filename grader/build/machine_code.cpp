#include "build/machine_code.hpp"

#include <Zydis/Zydis.h>
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace threadlab::build {

namespace {

// Those in the last line store to memory, and no sanitizer watches them.
constexpr auto bad_mnemonics = std::to_array<ZydisMnemonic>(
    {ZYDIS_MNEMONIC_SYSCALL,    ZYDIS_MNEMONIC_SYSENTER, ZYDIS_MNEMONIC_SYSRET,
     ZYDIS_MNEMONIC_SYSEXIT,    ZYDIS_MNEMONIC_INT,      ZYDIS_MNEMONIC_INT1,
     ZYDIS_MNEMONIC_INTO,       ZYDIS_MNEMONIC_IRET,     ZYDIS_MNEMONIC_IRETD,
     ZYDIS_MNEMONIC_IRETQ,      ZYDIS_MNEMONIC_VMCALL,   ZYDIS_MNEMONIC_VMMCALL,
     ZYDIS_MNEMONIC_WRFSBASE,   ZYDIS_MNEMONIC_WRGSBASE, ZYDIS_MNEMONIC_WRPKRU,
     ZYDIS_MNEMONIC_LGDT,       ZYDIS_MNEMONIC_LIDT,     ZYDIS_MNEMONIC_LLDT,
     ZYDIS_MNEMONIC_LTR, //
     ZYDIS_MNEMONIC_MASKMOVDQU, ZYDIS_MNEMONIC_MASKMOVQ, ZYDIS_MNEMONIC_MOVNTQ,
     ZYDIS_MNEMONIC_FXSAVE,     ZYDIS_MNEMONIC_FXSAVE64});

bool is_bad(const ZydisDecodedInstruction& instruction) {
    return instruction.meta.branch_type == ZYDIS_BRANCH_TYPE_FAR ||
           std::find(bad_mnemonics.begin(), bad_mnemonics.end(), instruction.mnemonic) !=
               bad_mnemonics.end();
}

std::optional<BadInstruction> find_on_x86_64(std::span<const std::byte> code) {
    ZydisDecoder decoder;
    ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
    for (std::size_t at = 0; at < code.size();) {
        ZydisDecodedInstruction instruction;
        if (!ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(&decoder, nullptr, &code[at],
                                                        code.size() - at, &instruction))) {
            return BadInstruction{at, ""};
        }
        if (is_bad(instruction)) {
            return BadInstruction{at, ZydisMnemonicGetString(instruction.mnemonic)};
        }
        at += instruction.length;
    }
    return std::nullopt;
}

// All instructions are words of four bytes (Arm Architecture Reference Manual, C4.1.65 "Branches,
// Exception Generating and System instructions").
struct Pattern {
    std::uint32_t mask;
    std::uint32_t value;
    const char* name;
};
constexpr std::array patterns{
    Pattern{0xFFE0001F, 0xD4000001, "svc"}, Pattern{0xFFE0001F, 0xD4000002, "hvc"},
    Pattern{0xFFE0001F, 0xD4000003, "smc"}, Pattern{0xFFFFFFE0, 0xD51BD040, "msr tpidr_el0"}};

std::optional<BadInstruction> find_on_aarch64(std::span<const std::byte> code) {
    for (std::size_t at = 0; at + sizeof(std::uint32_t) <= code.size();
         at += sizeof(std::uint32_t)) {
        std::uint32_t word = 0;
        std::memcpy(&word, &code[at], sizeof word);
        for (const Pattern& pattern : patterns) {
            if ((word & pattern.mask) == pattern.value) {
                return BadInstruction{at, pattern.name};
            }
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<BadInstruction> find_bad_instruction(std::span<const std::byte> code,
                                                   Architecture architecture) {
    return architecture == Architecture::x86_64 ? find_on_x86_64(code) : find_on_aarch64(code);
}

} // namespace threadlab::build
