#include "batch/names.hpp"

#include "scorecard/utf8.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>

namespace threadlab::batch {

namespace {

// Tools put these there by themselves; no student writes an answer into them.
constexpr std::array<std::string_view, 12> not_needed{".git",  ".hg",     ".svn",  "__MACOSX",
                                                      ".vs",   ".vscode", ".idea", "CMakeFiles",
                                                      "build", "Debug",   "x64",   "node_modules"};

// Calls `visit` with each part of `name` and the place where it ends, until it returns true.
template <typename Visit>
void for_each_part(std::string_view name, const Visit& visit) {
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        if (visit(name.substr(begin, end - begin), end)) {
            return;
        }
        begin = end + 1;
    }
}

bool has_part(std::string_view name, std::string_view wanted) {
    bool found = false;
    for_each_part(name, [&](std::string_view part, std::size_t) { return found = part == wanted; });
    return found;
}

// Of ASCII, whatever the locale.
bool is_letter_or_digit(unsigned char byte) {
    return byte < 0x80 && std::isalnum(byte) != 0;
}

std::string percent(unsigned char byte) {
    return fmt::format("%{:02X}", byte);
}

int hex_value(char digit) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const std::size_t value = digits.find(digit);
    return value == std::string_view::npos ? -1 : static_cast<int>(value);
}

bool is_plain(unsigned char byte) {
    constexpr std::string_view marks = "/._+,-";
    return is_letter_or_digit(byte) ||
           marks.find(static_cast<char>(byte)) != std::string_view::npos;
}

std::optional<std::string> find_character_fault(std::string_view name) {
    while (!name.empty()) {
        const scorecard::Character character = scorecard::first_character(name);
        if (!character.is_utf8) {
            return "its name is not UTF-8; rename it";
        }
        if (!scorecard::is_visible(character)) {
            return fmt::format("its name holds {}, which does not show; rename it",
                               scorecard::escaped(character));
        }
        name.remove_prefix(character.bytes);
    }
    return std::nullopt;
}

} // namespace

std::string tidied(std::string_view name) {
    std::string clean = name.starts_with('/') ? "/" : "";
    for_each_part(name, [&](std::string_view part, std::size_t) {
        if (!part.empty() && part != ".") {
            clean += clean.empty() || clean == "/" ? "" : "/";
            clean += part;
        }
        return false;
    });
    return clean;
}

std::string_view last_part(std::string_view name) {
    const std::size_t slash = name.rfind('/');
    return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::string_view top_folder(std::string_view name) {
    const std::size_t slash = name.find('/');
    return slash == std::string_view::npos ? std::string_view{} : name.substr(0, slash);
}

bool ends_in_one_of(std::string_view name, const std::vector<std::string>& suffixes) {
    return std::ranges::any_of(suffixes,
                               [&](const std::string& suffix) { return name.ends_with(suffix); });
}

std::optional<std::string> folder_not_needed(std::string_view name) {
    std::optional<std::string> found;
    for_each_part(name, [&](std::string_view part, std::size_t end) {
        if (std::find(not_needed.begin(), not_needed.end(), part) != not_needed.end()) {
            found = name.substr(0, end);
        }
        return found.has_value();
    });
    return found;
}

std::optional<std::string> find_name_fault(std::string_view name) {
    if (name.empty()) {
        return "it has no name";
    }
    if (name.size() > longest_name) {
        return fmt::format("its name has more than {} bytes; give it a shorter one", longest_name);
    }
    if (name.starts_with('/') || (name.size() > 1 && name[1] == ':')) {
        return "its name begins at the root of the file system; pack it by a relative name";
    }
    if (has_part(name, "..")) {
        return "its name leads out of the folder (..); pack it by a name inside it";
    }
    if (auto fault = find_character_fault(name)) {
        return fault;
    }
    if (name.find('\\') != std::string_view::npos) {
        return "its name holds a backslash; rename it, with / between folders";
    }
    bool too_long = false;
    for_each_part(name, [&](std::string_view part, std::size_t) {
        return too_long = safe_name(part).size() > longest_part;
    });
    if (too_long) {
        return fmt::format("a part of its name is longer than {} bytes; give it a shorter one",
                           longest_part);
    }
    return std::nullopt;
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += is_plain(byte) ? std::string(1, c) : percent(byte);
    }
    return out;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        std::size_t length = 1;
        if (is_plain(static_cast<unsigned char>(text[0]))) {
            out += text[0];
        } else {
            length = 3;
            if (text[0] != '%' || text.size() < length || hex_value(text[1]) < 0 ||
                hex_value(text[2]) < 0) {
                return std::nullopt;
            }
            const auto byte =
                static_cast<unsigned char>(hex_value(text[1]) * 16 + hex_value(text[2]));
            if (is_plain(byte)) {
                return std::nullopt;
            }
            out += static_cast<char>(byte);
        }
        text.remove_prefix(length);
    }
    return out;
}

std::string safe_name(std::string_view part) {
    constexpr std::string_view inside = " ._+,-";
    std::string out;
    for (const char c : part) {
        const auto byte = static_cast<unsigned char>(c);
        const bool stays = byte >= 0x80 || is_letter_or_digit(byte) || c == '_' ||
                           (!out.empty() && inside.find(c) != std::string_view::npos);
        out += stays ? std::string(1, c) : percent(byte);
    }
    // Some systems drop a blank or a dot at the end.
    if (out.ends_with(' ') || out.ends_with('.')) {
        const auto last = static_cast<unsigned char>(out.back());
        out.pop_back();
        out += percent(last);
    }
    return out;
}

} // namespace threadlab::batch
