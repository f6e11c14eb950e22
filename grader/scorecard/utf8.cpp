#include "scorecard/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace threadlab::scorecard {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr Range invisible[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},
    {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
    {0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff},
};

unsigned char byte_at(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

// The length that a first byte announces; 0 if no character begins with it.
std::size_t announced_length(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xc2 && first <= 0xdf) {
        return 2;
    }
    if (first >= 0xe0 && first <= 0xef) {
        return 3;
    }
    return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

// Longer than needed, a surrogate, or beyond the last code point.
bool is_malformed(char32_t code, std::size_t bytes) {
    return (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000) ||
           (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff;
}

} // namespace

Character first_character(std::string_view text) {
    const unsigned char first = byte_at(text, 0);
    const Character broken{first, 1, false};
    const std::size_t length = announced_length(first);
    if (length == 0 || length > text.size()) {
        return broken;
    }
    if (length == 1) {
        return {first, 1, true};
    }
    char32_t code = first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte_at(text, i) & 0xc0U) != 0x80U) {
            return broken;
        }
        code = (code << 6U) | (byte_at(text, i) & 0x3fU);
    }
    return is_malformed(code, length) ? broken : Character{code, length, true};
}

bool is_visible(const Character& character) {
    return character.is_utf8 && std::ranges::none_of(invisible, [&](const Range& range) {
               return character.code >= range.first && character.code <= range.last;
           });
}

std::string escaped(const Character& character) {
    const auto code = static_cast<unsigned>(character.code);
    switch (code) {
    case '\n':
        return "\\n";
    case '\t':
        return "\\t";
    case '\r':
        return "\\r";
    default:
        break;
    }
    if (code < 0x100) {
        return fmt::format("\\x{:02x}", code);
    }
    return code < 0x10000 ? fmt::format("\\u{:04x}", code) : fmt::format("\\U{:08x}", code);
}

} // namespace threadlab::scorecard
