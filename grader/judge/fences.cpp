#include "judge/fences.hpp"

#include "build/source_text.hpp"

#include <algorithm>
#include <string>

namespace threadlab::judge {
namespace {

using build::is_word;

std::size_t after(std::string_view source, std::string_view mark, std::size_t from) {
    const std::size_t found = source.find(mark, from);
    return found == std::string_view::npos ? source.size() : found + mark.size();
}

// R"mark( ... )mark"
std::size_t after_raw_string(std::string_view source, std::size_t quote) {
    const std::size_t open = source.find('(', quote);
    if (open == std::string_view::npos)
        return source.size();
    constexpr std::size_t longest_mark = 16; // [lex.string]
    if (open - quote - 1 > longest_mark)
        return quote + 1; // no raw string, and no text to search for
    const std::string mark(source.substr(quote + 1, open - quote - 1));
    return after(source, ")" + mark + "\"", open);
}

std::size_t after_literal(std::string_view source, std::size_t quote) {
    std::size_t at = quote + 1;
    while (at < source.size() && source[at] != source[quote] && source[at] != '\n')
        at += source[at] == '\\' ? 2 : 1;
    return std::min(at + 1, source.size());
}

// The end of the comment or literal that starts at `at`; `at` itself if none does.
std::size_t skip(std::string_view source, std::size_t at) {
    const std::string_view rest = source.substr(at);
    const char before = at > 0 ? source[at - 1] : ' ';
    if (rest.starts_with("//"))
        return after(source, "\n", at);
    if (rest.starts_with("/*"))
        return after(source, "*/", at + 2);
    if (rest.starts_with('"'))
        return before == 'R' ? after_raw_string(source, at) : after_literal(source, at);
    // A quote inside a number only parts its digits: 1'000.
    if (rest.starts_with('\'') && !is_word(before))
        return after_literal(source, at);
    return at;
}

} // namespace

bool uses_fences(std::string_view source) {
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t end = skip(source, at);
        if (end != at) {
            at = end;
            continue;
        }
        if (source.substr(at).starts_with("atomic_thread_fence"))
            return true;
        ++at;
    }
    return false;
}

} // namespace threadlab::judge
