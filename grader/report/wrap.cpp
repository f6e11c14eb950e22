#include "report/wrap.hpp"

#include <algorithm>

namespace threadlab::report {
namespace {

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
}

// How many bytes the first `width` characters take.
std::size_t bytes_of(std::string_view text, std::size_t width) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if (begins_character(text[at]) && width-- == 0) {
            break;
        }
    }
    return at;
}

// The words of `text`, none wider than `width`.
std::vector<std::string> words_of(std::string_view text, std::size_t width) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) {
            std::ranges::move(chopped(text.substr(0, end), width), std::back_inserter(words));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

} // namespace

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string padded(std::string_view text, std::size_t width) {
    const std::size_t used = width_of(text);
    return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    for (const std::string& word : words_of(text, width)) {
        std::string& line = lines.back();
        if (line.empty()) {
            line = word;
        } else if (width_of(line) + 1 + width_of(word) <= width) {
            line += ' ' + word;
        } else {
            lines.push_back(word);
        }
    }
    return lines;
}

std::vector<std::string> chopped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    do {
        const std::size_t bytes = bytes_of(text, std::max<std::size_t>(width, 1));
        const std::size_t space = bytes < text.size() ? text.rfind(' ', bytes) : text.npos;
        const bool between_words =
            space != text.npos && text.substr(0, space).find_first_not_of(' ') != text.npos;
        lines.emplace_back(text.substr(0, between_words ? space : bytes));
        text.remove_prefix(between_words ? space + 1 : bytes);
    } while (!text.empty());
    return lines;
}

std::string shortened(std::string_view text, std::size_t width) {
    if (width_of(text) <= width) {
        return std::string(text);
    }
    return std::string(text.substr(0, bytes_of(text, width - std::min<std::size_t>(width, 3)))) +
           "...";
}

} // namespace threadlab::report
