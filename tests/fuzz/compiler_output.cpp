// What the compiler prints, into which a submission can write with static_assert and #error.

#include "build/compile_errors.hpp"
#include "target.hpp"

#include <algorithm>
#include <cctype>
#include <string>

using namespace threadlab;
using fuzz::require;

namespace {

constexpr std::string_view file = "threading.cpp";

bool is_place(std::string_view at) {
    const std::size_t digits = file.size() + 1;
    return at.size() > digits && at.starts_with(file) && at[file.size()] == ':' &&
           at[digits] != '0' && std::all_of(at.begin() + digits, at.end(), [](unsigned char c) {
               return std::isdigit(c) != 0;
           });
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t most_lines = 20;
    constexpr std::size_t widest = 700;
    const auto errors = build::read_compile_errors(fuzz::text_of(data, size), file);
    require(errors.at.empty() || is_place(errors.at), "an error stands at a line of the file");
    std::string_view rest = errors.message;
    std::size_t lines = 0;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        require(end <= widest, "a line is cut where it is long");
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++lines;
    }
    require(lines <= most_lines, "a student sees a few lines");
    return 0;
}
