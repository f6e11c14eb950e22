// The submission's text, before a compiler sees it, and the places where it is read in C++'s way.

#include "build/source_text.hpp"
#include "course/test_names.hpp"
#include "judge/fences.hpp"
#include "scorecard/utf8.hpp"
#include "target.hpp"

#include <algorithm>
#include <string>

using namespace threadlab;
using fuzz::require;

namespace {

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const scorecard::Character character = scorecard::first_character(text);
        if (!character.is_utf8) {
            return false;
        }
        text.remove_prefix(character.bytes);
    }
    return true;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto fault = build::find_text_fault(text)) {
        const auto lines = std::ranges::count(text, '\n') + 1;
        require(fault->line >= 0 && fault->line <= lines, "a fault names a line that exists");
    } else {
        require(is_utf8(text), "what is graded is UTF-8");
        require(text.find('\0') == std::string_view::npos, "what is graded holds no NUL");
    }
    require(!judge::uses_fences(text) || text.find("atomic_thread_fence") != std::string_view::npos,
            "a fence is found where there is one");
    for (const std::string& name : course::test_names(text)) {
        require(name.find('.') != std::string::npos, "a test's name is Suite.Name");
    }
    return 0;
}
