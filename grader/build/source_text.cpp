#include "build/source_text.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace threadlab::build {

namespace {

unsigned char byte_at(std::string_view text, std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
}

// The length of the well-formed sequence at `index`, or 0: the table of RFC 3629, section 4.
std::size_t sequence_length(std::string_view text, std::size_t index) {
    const unsigned char lead = byte_at(text, index);
    const unsigned char second = byte_at(text, index + 1);
    const auto tail = [&](std::size_t offset) {
        return (byte_at(text, index + offset) & 0xC0) == 0x80;
    };
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return tail(1) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool overlong = lead == 0xE0 && second < 0xA0;
        const bool surrogate = lead == 0xED && second > 0x9F;
        return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool overlong = lead == 0xF0 && second < 0x90;
        const bool too_high = lead == 0xF4 && second > 0x8F;
        return tail(1) && tail(2) && tail(3) && !overlong && !too_high ? 4 : 0;
    }
    return 0;
}

} // namespace

bool is_word(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

std::optional<TextFault> find_text_fault(std::string_view text) {
    if (text.size() > largest_source) {
        return TextFault{0, "is larger than a megabyte"};
    }
    if (text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) {
        return TextFault{0, "is empty"};
    }
    for (std::size_t index = 0; index < text.size();) {
        const std::size_t length = sequence_length(text, index);
        if (length == 0 || text[index] == '\0') {
            const auto end = text.begin() + static_cast<std::ptrdiff_t>(index);
            const auto line = static_cast<int>(std::count(text.begin(), end, '\n')) + 1;
            return TextFault{line, length == 0 ? "is not UTF-8 text; save it as UTF-8"
                                               : "holds a NUL byte; it is no text file"};
        }
        index += length;
    }
    return std::nullopt;
}

} // namespace threadlab::build
