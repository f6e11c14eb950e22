// Machine code, instruction by instruction.

#include "build/machine_code.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <vector>

namespace {

using threadlab::build::Architecture;
using threadlab::build::find_bad_instruction;

std::optional<threadlab::build::BadInstruction> found(std::initializer_list<int> bytes,
                                                      Architecture architecture) {
    std::vector<std::byte> code;
    for (const int byte : bytes)
        code.push_back(static_cast<std::byte>(byte));
    return find_bad_instruction(code, architecture);
}

constexpr auto x86 = Architecture::x86_64;
constexpr auto arm = Architecture::aarch64;

TEST(MachineCode, ShowsASystemCallAndWhereItIs) {
    const auto call = found({0x90, 0x0F, 0x05}, x86); // nop; syscall
    ASSERT_TRUE(call);
    EXPECT_EQ(call->offset, 1U);
    EXPECT_EQ(call->name, "syscall");
    EXPECT_TRUE(found({0xCD, 0x80}, x86));                                     // int 0x80
    EXPECT_TRUE(found({0x0F, 0x34}, x86));                                     // sysenter
    EXPECT_TRUE(found({0x01, 0x00, 0x00, 0xD4}, arm));                         // svc #0
    EXPECT_TRUE(found({0x1F, 0x20, 0x03, 0xD5, 0xE1, 0x01, 0x00, 0xD4}, arm)); // nop; svc #15
}

TEST(MachineCode, MayHoldTheBytesOfASystemCallInsideAnotherInstruction) {
    EXPECT_FALSE(found({0xB8, 0x0F, 0x05, 0xCD, 0x80, 0xC3}, x86)); // mov eax, 0x80CD050F; ret
    EXPECT_FALSE(found({0xCC, 0x0F, 0x0B}, x86));                   // int3; ud2
    EXPECT_FALSE(found({0x1F, 0x20, 0x03, 0xD5}, arm));             // nop
}

TEST(MachineCode, ShowsStoresThatNoSanitizerWatches) {
    EXPECT_TRUE(found({0x66, 0x0F, 0xF7, 0xC1}, x86)); // maskmovdqu xmm0, xmm1
    EXPECT_TRUE(found({0x0F, 0xE7, 0x00}, x86));       // movntq [rax], mm0
    EXPECT_TRUE(found({0x0F, 0xAE, 0x00}, x86));       // fxsave [rax]
    EXPECT_FALSE(found({0x0F, 0xC3, 0x00}, x86));      // movnti [rax], eax
}

TEST(MachineCode, MustBeInstructions) {
    const auto nothing = found({0x90, 0x06}, x86); // none in 64-bit mode
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->offset, 1U);
    EXPECT_EQ(nothing->name, "");
}

} // namespace
