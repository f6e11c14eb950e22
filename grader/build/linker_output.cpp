#include "build/compiler_output.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace threadlab::build {
namespace {

using Kind = LinkError::Kind;

// Each in one pass: a submission's names may be as long as the output.
std::string with_replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string result;
    for (std::size_t at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
        result.append(text.substr(0, at)).append(to);
        text.remove_prefix(at + from.size());
    }
    return result.append(text);
}

// Without ", std::allocator<...>", wherever it stands.
std::string without_allocators(std::string_view text) {
    constexpr std::string_view start = ", std::allocator<";
    std::string result;
    for (std::size_t at = text.find(start); at != std::string_view::npos; at = text.find(start)) {
        std::size_t end = at + start.size();
        for (int depth = 1; depth > 0 && end < text.size(); ++end)
            depth += text[end] == '<' ? 1 : text[end] == '>' ? -1 : 0;
        result.append(text.substr(0, at));
        text.remove_prefix(end);
    }
    return result.append(text);
}

// "std::__cxx11::basic_string<char, ...>" -> "std::string", as one would write it.
std::string tidy(std::string_view symbol) {
    std::string text = without_allocators(with_replaced(symbol, "std::__cxx11::", "std::"));
    for (const std::string_view name : {"std::basic_string<char, std::char_traits<char> >",
                                        "std::basic_string<char, std::char_traits<char>>"})
        text = with_replaced(text, name, "std::string");
    return with_replaced(text, " >", ">");
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

// Each symbol once.
class Collection {
public:
    void add(LinkError error) {
        if (known_.emplace(error.kind, error.symbol).second)
            errors_.push_back(std::move(error));
    }
    // What a further line says of the last one.
    void place_last(std::string_view text) {
        if (!errors_.empty())
            set_place(errors_.back(), text);
    }
    std::vector<LinkError> finish() { return std::move(errors_); }

private:
    std::vector<LinkError> errors_;
    std::set<std::pair<Kind, std::string>> known_;
};

} // namespace

std::vector<LinkError> read_linker_output(std::string_view output) {
    constexpr std::string_view undefined = "undefined reference to `";
    constexpr std::string_view duplicate = "multiple definition of `";
    constexpr std::string_view lld_undefined = "error: undefined symbol: ";
    constexpr std::string_view lld_duplicate = "error: duplicate symbol: ";
    Collection errors;
    while (!output.empty()) {
        const std::size_t end = std::min(output.find('\n'), output.size());
        const std::string_view line = output.substr(0, end);
        output.remove_prefix(std::min(end + 1, output.size()));
        const auto has = [&](std::string_view part) {
            return line.find(part) != std::string_view::npos;
        };
        if (has(undefined))
            errors.add(from_gnu(line, Kind::undefined, undefined));
        else if (has(duplicate))
            errors.add(from_gnu(line, Kind::duplicate, duplicate));
        else if (has(lld_undefined))
            errors.add({Kind::undefined, tidy(between(line, lld_undefined, "\n")), {}});
        else if (has(lld_duplicate))
            errors.add({Kind::duplicate, tidy(between(line, lld_duplicate, "\n")), {}});
        else if (has(">>> referenced by "))
            errors.place_last(between(line, " by ", " ("));
        else if (has(">>> defined at "))
            errors.place_last(between(line, " at ", " ("));
    }
    return errors.finish();
}

} // namespace threadlab::build
