#include "scorecard/yaml_scalar.hpp"

#include "scorecard/utf8.hpp"

#include <algorithm>
#include <cctype>

namespace threadlab::scorecard {
namespace {

using std::string_view;

// What some reader of YAML (1.1 or 1.2) takes for something other than text.
constexpr string_view special_words[] = {"y",   "n",    "yes",   "no",  "on",
                                         "off", "true", "false", "null"};

bool is_alnum(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool is_special_word(string_view text) {
    const auto same_letter = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
    };
    return std::ranges::any_of(special_words, [&](string_view word) {
        return std::ranges::equal(text, word, same_letter);
    });
}

// Numbers of any base, times, dates: what consists of nothing but their characters.
bool could_be_number(string_view text) {
    return std::isdigit(static_cast<unsigned char>(text[0])) != 0 &&
           text.find_first_not_of("0123456789abcdefABCDEFxXoO_+-.:TtZz") == string_view::npos;
}

bool is_plain(string_view text) {
    if (text.empty() || !is_alnum(text.front()) || text.back() == ' ' || text.back() == ':' ||
        is_special_word(text) || could_be_number(text)) {
        return false;
    }
    const bool only_harmless = std::ranges::all_of(text, [](char c) {
        return is_alnum(c) || string_view(" _-./:+()*=<>;'@").find(c) != string_view::npos;
    });
    return only_harmless && text.find(": ") == string_view::npos;
}

std::string double_quoted(string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const Character character = first_character(text);
        if (character.code == '"' || character.code == '\\') {
            out += '\\';
            out += static_cast<char>(character.code);
        } else if (is_visible(character)) {
            out += text.substr(0, character.bytes);
        } else {
            out += escaped(character);
        }
        text.remove_prefix(character.bytes);
    }
    return out + '"';
}

bool is_clean_text(string_view text) {
    while (!text.empty()) {
        const Character character = first_character(text);
        if (character.code != '\n' && character.code != '\t' && !is_visible(character)) {
            return false;
        }
        text.remove_prefix(character.bytes);
    }
    return true;
}

// Blanks at the beginning or before a line's end, and several newlines at the end, would need
// indicators that are easy to get wrong.
bool fits_literal_block(string_view text) {
    constexpr string_view blanks = " \t\n";
    return text.find('\n') < text.size() - 1 && blanks.find(text.front()) == string_view::npos &&
           !text.ends_with(' ') && !text.ends_with('\t') && !text.ends_with("\n\n") &&
           text.find(" \n") == string_view::npos && text.find("\t\n") == string_view::npos &&
           is_clean_text(text);
}

} // namespace

std::string inline_scalar(string_view text) {
    return is_plain(text) ? std::string(text) : double_quoted(text);
}

std::string block_scalar(string_view text, std::size_t indent) {
    if (text.empty() || !fits_literal_block(text)) {
        return inline_scalar(text);
    }
    std::string out = text.back() == '\n' ? "|" : "|-";
    if (text.back() == '\n') {
        text.remove_suffix(1);
    }
    while (true) {
        const std::size_t end = text.find('\n');
        const string_view line = text.substr(0, end);
        out += '\n';
        out += line.empty() ? "" : std::string(indent, ' ');
        out += line;
        if (end == string_view::npos) {
            return out;
        }
        text.remove_prefix(end + 1);
    }
}

} // namespace threadlab::scorecard
