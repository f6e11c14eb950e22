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

enum class Compare { code, code_and_macros };

// The tokens of headers, one after the other, and the submission's includes among them.
class HeaderTokens {
public:
    HeaderTokens(const Tokens& tokens, Compare what) : tokens_(tokens), what_(what) {}

    // Nothing behind the last.
    const Token* next() {
        while (at_ < tokens_.size()) {
            const Token& token = tokens_[at_++];
            if (is_own_include(token)) {
                line_ = token.line;
                return &token;
            }
            if (!token.own && (what_ == Compare::code_and_macros || token.kind != Kind::macro)) {
                return &token;
            }
        }
        return nullptr;
    }

    // Of the submission's include that led to the last one.
    int line() const { return line_; }

private:
    const Tokens& tokens_;
    Compare what_;
    std::size_t at_ = 0;
    int line_ = 0;
};

bool same(const Token& one, const Token& other) {
    return one.kind == other.kind && one.text == other.text;
}

// The line of the include where the headers begin to differ, if they do.
std::optional<int> first_difference(const Tokens& some, const Tokens& others, Compare what) {
    HeaderTokens one(some, what);
    HeaderTokens other(others, what);
    for (;;) {
        const Token* a = one.next();
        const Token* b = other.next();
        if (a == nullptr && b == nullptr) {
            return std::nullopt;
        }
        if (a == nullptr || b == nullptr || !same(*a, *b)) {
            return one.line();
        }
    }
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
    const auto line = first_difference(tokens, alone, Compare::code_and_macros);
    if (!line) {
        return std::nullopt;
    }
    return Refusal{"a #define of yours changes what this header says; move your #defines below all "
                   "your #includes",
                   *line};
}

std::optional<Refusal> audit_same_headers(const Tokens& build, const Tokens& other) {
    const auto line = first_difference(build, other, Compare::code);
    if (!line) {
        return std::nullopt;
    }
    return Refusal{"this header says something else in one build than in another: the checks must "
                   "see what runs; do without it",
                   *line};
}

} // namespace threadlab::build
