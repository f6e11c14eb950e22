// Lists of words that the audits look things up in.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace threadlab::build {

template <typename List>
bool contains(const List& words, std::string_view word) {
    return std::ranges::find(words, word) != std::ranges::end(words);
}

// What stands between the characters of `separators`, which are part of no word.
inline std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        if (end > 0) {
            words.push_back(text.substr(0, end));
        }
        text.remove_prefix(end);
    }
    return words;
}

} // namespace threadlab::build
