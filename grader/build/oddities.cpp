#include "build/oddities.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace threadlab::build {

namespace {

constexpr std::size_t most = 20;

// The code point of a character that turns the direction of text, if `text` begins with one.
unsigned turning_character(std::string_view text) {
    // U+202A to U+202E are E2 80 AA to AE in UTF-8, U+2066 to U+2069 are E2 81 A6 to A9.
    if (text.size() < 3 || !text.starts_with('\xE2')) {
        return 0;
    }
    const auto second = static_cast<unsigned char>(text[1]);
    const auto third = static_cast<unsigned char>(text[2]);
    const bool turns = (second == 0x80 && third >= 0xAA && third <= 0xAE) ||
                       (second == 0x81 && third >= 0xA6 && third <= 0xA9);
    return turns ? 0x2000U + (second - 0x80U) * 0x40U + (third - 0x80U) : 0;
}

unsigned first_turning_character(std::string_view line) {
    for (std::size_t at = line.find('\xE2'); at != std::string_view::npos;
         at = line.find('\xE2', at + 1)) {
        if (const unsigned code = turning_character(line.substr(at))) {
            return code;
        }
    }
    return 0;
}

} // namespace

std::vector<Oddity> find_oddities(std::string_view text) {
    std::vector<Oddity> found;
    for (int number = 1; !text.empty() && found.size() < most; ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (const unsigned code = first_turning_character(text.substr(0, end))) {
            found.push_back({number, fmt::format("characters that turn the direction of text "
                                                 "(U+{:04X}) stand here: an editor may show other "
                                                 "code than the compiler reads",
                                                 code)});
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

} // namespace threadlab::build
