#include "build/header_audit.hpp"

#include "build/word_list.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

namespace threadlab::build {

namespace {

using Kind = Token::Kind;
using Tokens = std::vector<Token>;

// What the headers of the system document as the user's to define.
bool is_asked_for(std::string_view name) {
    constexpr auto names = std::to_array<std::string_view>(
        {"NDEBUG", "_REENTRANT", "_THREAD_SAFE", "_FILE_OFFSET_BITS", "_TIME_BITS",
         "_FORTIFY_SOURCE", "_USE_MATH_DEFINES", "_GLIBCXX_ASSERTIONS", "_GLIBCXX_DEBUG",
         "_GLIBCXX_DEBUG_PEDANTIC", "_GLIBCXX_CONCEPT_CHECKS", "_GLIBCXX_SANITIZE_VECTOR"});
    return contains(names, name) || (name.starts_with('_') && name.ends_with("_SOURCE")) ||
           (name.starts_with("__STDC_") &&
            (name.ends_with("_MACROS") || name.find("_WANT_") != std::string_view::npos));
}

// "define _XOPEN_SOURCE 700": no more than a number, so that it means the same in every build.
bool is_feature_macro(std::string_view directive) {
    const std::vector<std::string_view> words = split(directive, " \t");
    const bool is_number =
        words.size() == 3 && words[2].find_first_not_of("0123456789uUlL") == std::string_view::npos;
    return (words.size() == 2 || is_number) && is_asked_for(words[1]);
}

bool changes_macros(const Token& token) {
    return token.own &&
           ((token.kind == Kind::macro && !is_feature_macro(token.text)) ||
            (token.kind == Kind::pragma && token.text.find("_macro") != std::string_view::npos));
}

bool is_own_include(const Token& token) {
    return token.own && token.kind == Kind::include;
}

// The next token that is a header's, or includes one. Moves `line` to the submission's include.
Tokens::const_iterator next_of_headers(Tokens::const_iterator at, Tokens::const_iterator end,
                                       int& line) {
    for (; at != end; ++at) {
        if (is_own_include(*at)) {
            line = at->line;
        }
        if (!at->own || is_own_include(*at)) {
            break;
        }
    }
    return at;
}

} // namespace

bool may_change_headers(const Tokens& tokens) {
    const auto first = std::ranges::find_if(tokens, changes_macros);
    return std::any_of(first, tokens.end(), is_own_include);
}

std::string includes_alone(const Tokens& tokens) {
    // A submission may include itself; once is enough here.
    std::string text = "#ifndef THREADLAB_INCLUDES_ALONE\n#define THREADLAB_INCLUDES_ALONE\n";
    for (const Token& token : tokens) {
        if (is_own_include(token) ||
            (token.own && token.kind == Kind::macro && is_feature_macro(token.text))) {
            text += fmt::format("#{}\n", token.text);
        }
    }
    return text + "#endif\n";
}

std::optional<Refusal> audit_headers(const Tokens& tokens, const Tokens& alone) {
    int line = 0;
    int line_alone = 0;
    auto one = next_of_headers(tokens.begin(), tokens.end(), line);
    auto two = next_of_headers(alone.begin(), alone.end(), line_alone);
    while (one != tokens.end() && two != alone.end() && one->kind == two->kind &&
           one->text == two->text) {
        one = next_of_headers(std::next(one), tokens.end(), line);
        two = next_of_headers(std::next(two), alone.end(), line_alone);
    }
    if (one == tokens.end() && two == alone.end()) {
        return std::nullopt;
    }
    return Refusal{"a #define of yours changes what this header says; move your #defines below all "
                   "your #includes",
                   line};
}

} // namespace threadlab::build
