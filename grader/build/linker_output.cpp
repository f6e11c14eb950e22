#include "build/compiler_output.hpp"

#include <algorithm>
#include <charconv>

namespace threadlab::build {
namespace {

using Kind = LinkError::Kind;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// Takes ", std::allocator<...>" out, wherever it stands.
void drop_allocators(std::string& text) {
    constexpr std::string_view start = ", std::allocator<";
    for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at)) {
        std::size_t end = at + start.size();
        for (int depth = 1; depth > 0 && end < text.size(); ++end)
            depth += text[end] == '<' ? 1 : text[end] == '>' ? -1 : 0;
        text.erase(at, end - at);
    }
}

// "std::__cxx11::basic_string<char, ...>" -> "std::string", as one would write it.
std::string tidy(std::string_view symbol) {
    std::string text(symbol);
    replace_all(text, "std::__cxx11::", "std::");
    drop_allocators(text);
    replace_all(text, "std::basic_string<char, std::char_traits<char> >", "std::string");
    replace_all(text, "std::basic_string<char, std::char_traits<char>>", "std::string");
    replace_all(text, " >", ">");
    return text;
}

std::string_view between(std::string_view text, std::string_view start, std::string_view end) {
    const std::size_t from = text.find(start);
    if (from == std::string_view::npos)
        return {};
    const std::string_view rest = text.substr(from + start.size());
    return rest.substr(0, rest.find(end));
}

// "././threading.cpp:11", also with more behind it
void set_place(LinkError& error, std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || !error.file.empty())
        return;
    int line = 0;
    const std::string_view digits = text.substr(colon + 1);
    if (std::from_chars(digits.data(), digits.data() + digits.size(), line).ptr == digits.data())
        return;
    error.file = file_name(text.substr(0, colon));
    error.line = line;
}

std::string_view without_program(std::string_view line) {
    const std::size_t program = line.find("ld: ");
    return program == std::string_view::npos ? line : line.substr(program + 4);
}

// "/usr/bin/ld: ././threading.cpp:12: undefined reference to `f(int)'"
LinkError from_gnu(std::string_view line, Kind kind, std::string_view start) {
    std::string_view symbol = line.substr(line.find(start) + start.size());
    symbol = symbol.substr(0, kind == Kind::undefined ? symbol.rfind('\'') : symbol.find("';"));
    LinkError error{.kind = kind, .symbol = tidy(symbol), .file = {}};
    set_place(error, without_program(line));
    return error;
}

void add(std::vector<LinkError>& errors, LinkError error) {
    const bool known = std::any_of(errors.begin(), errors.end(), [&](const LinkError& other) {
        return other.symbol == error.symbol && other.kind == error.kind;
    });
    if (!known)
        errors.push_back(std::move(error));
}

} // namespace

std::vector<LinkError> read_linker_output(std::string_view output) {
    constexpr std::string_view undefined = "undefined reference to `";
    constexpr std::string_view duplicate = "multiple definition of `";
    constexpr std::string_view lld_undefined = "error: undefined symbol: ";
    constexpr std::string_view lld_duplicate = "error: duplicate symbol: ";
    std::vector<LinkError> errors;
    while (!output.empty()) {
        const std::size_t end = std::min(output.find('\n'), output.size());
        const std::string_view line = output.substr(0, end);
        output.remove_prefix(std::min(end + 1, output.size()));
        const auto has = [&](std::string_view part) {
            return line.find(part) != std::string_view::npos;
        };
        if (has(undefined))
            add(errors, from_gnu(line, Kind::undefined, undefined));
        else if (has(duplicate))
            add(errors, from_gnu(line, Kind::duplicate, duplicate));
        else if (has(lld_undefined))
            add(errors, {Kind::undefined, tidy(between(line, lld_undefined, "\n")), {}});
        else if (has(lld_duplicate))
            add(errors, {Kind::duplicate, tidy(between(line, lld_duplicate, "\n")), {}});
        else if (!errors.empty() && has(">>> referenced by "))
            set_place(errors.back(), between(line, " by ", " ("));
        else if (!errors.empty() && has(">>> defined at "))
            set_place(errors.back(), between(line, " at ", " ("));
    }
    return errors;
}

} // namespace threadlab::build
