// The rules of C++'s tokens that more than one reader needs ([lex.pptoken], as clang reads them).
#pragma once

#include <cstddef>
#include <string_view>

namespace threadlab::build {

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Whether `c` can stand inside an identifier. Whatever is no ASCII may, and so may `$`.
constexpr bool may_be_in_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// Whether a quote behind this word begins a raw string.
constexpr bool is_raw_prefix(std::string_view word) {
    return word == "R" || word == "LR" || word == "uR" || word == "UR" || word == "u8R";
}

// Whether `c` goes on with a number that ends in `before` so far; `next` stands behind it.
constexpr bool goes_on_with_number(char before, char c, char next) {
    const bool exponent = before == 'e' || before == 'E' || before == 'p' || before == 'P';
    return may_be_in_word(c) || c == '.' || ((c == '+' || c == '-') && exponent) ||
           (c == '\'' && may_be_in_word(next));
}

// Bytes between the quote and the bracket of a raw string.
constexpr std::size_t longest_raw_mark = 16;

// Whether `mark` may stand between the quote and the bracket of a raw string.
constexpr bool is_raw_mark(std::string_view mark) {
    return mark.size() <= longest_raw_mark &&
           mark.find_first_of(" ()\\\t\v\f\n\r\"") == std::string_view::npos;
}

} // namespace threadlab::build
