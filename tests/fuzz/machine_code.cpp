// The code of a submission's shared object: the first byte says for which processor.

#include "build/machine_code.hpp"
#include "target.hpp"

#include <array>
#include <span>
#include <vector>

using namespace threadlab;
using build::Architecture;
using build::find_bad_instruction;
using fuzz::require;

namespace {

using Bytes = std::vector<std::byte>;

Bytes system_call(Architecture architecture) {
    constexpr std::array x86{std::byte{0x0F}, std::byte{0x05}};
    constexpr std::array arm{std::byte{0x01}, std::byte{0x00}, std::byte{0x00}, std::byte{0xD4}};
    return architecture == Architecture::x86_64 ? Bytes(x86.begin(), x86.end())
                                                : Bytes(arm.begin(), arm.end());
}

// Whether all of `code` was looked at: Arm's is read in words.
bool is_whole(const Bytes& code, Architecture architecture) {
    constexpr std::size_t word = 4;
    return architecture == Architecture::x86_64 || code.size() % word == 0;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const auto architecture = data[0] % 2 == 0 ? Architecture::x86_64 : Architecture::aarch64;
    const auto bytes = std::as_bytes(std::span(data, size)).subspan(1);
    Bytes code(bytes.begin(), bytes.end());
    if (const auto bad = find_bad_instruction(code, architecture)) {
        require(bad->offset < code.size(), "an instruction stands in the code");
        const std::span<const std::byte> all(code);
        require(!find_bad_instruction(all.first(bad->offset), architecture),
                "what stands before the first one is good");
        const auto alone = find_bad_instruction(all.subspan(bad->offset), architecture);
        require(alone && alone->offset == 0 && alone->name == bad->name,
                "what is bad does not hang on what stands before it");
        return 0;
    }
    if (is_whole(code, architecture)) {
        const std::size_t end = code.size();
        const Bytes call = system_call(architecture);
        code.insert(code.end(), call.begin(), call.end());
        const auto found = find_bad_instruction(code, architecture);
        require(found && found->offset == end && !found->name.empty(),
                "a system call behind good code is found");
    }
    return 0;
}
