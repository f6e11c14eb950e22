#include "batch/index.hpp"

#include "batch/names.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace threadlab::batch {

namespace {

constexpr std::array<std::pair<EntryKind, std::string_view>, 15> kinds{{
    {EntryKind::file, "file"},
    {EntryKind::other, "other"},
    {EntryKind::folder, "folder"},
    {EntryKind::symbolic_link, "symbolic-link"},
    {EntryKind::hard_link, "hard-link"},
    {EntryKind::special, "special"},
    {EntryKind::too_large, "too-large"},
    {EntryKind::over_budget, "over-budget"},
    {EntryKind::encrypted, "encrypted"},
    {EntryKind::damaged, "damaged"},
    {EntryKind::unreadable, "unreadable"},
    {EntryKind::changed, "changed"},
    {EntryKind::too_deep, "too-deep"},
    {EntryKind::folded, "folded"},
    {EntryKind::more, "more"},
}};

constexpr std::array<std::pair<End, std::string_view>, 9> ends{{
    {End::all, "all"},
    {End::entries, "entries"},
    {End::names, "names"},
    {End::unpacked, "unpacked"},
    {End::ratio, "ratio"},
    {End::encrypted, "encrypted"},
    {End::broken, "broken"},
    {End::unknown, "unknown"},
    {End::layers, "layers"},
}};

template <typename Table, typename Value>
std::string_view word_of(const Table& table, Value value) {
    for (const auto& [one, word] : table) {
        if (one == value) {
            return word;
        }
    }
    return {};
}

template <typename Value, std::size_t Size>
std::optional<Value> value_of(const std::array<std::pair<Value, std::string_view>, Size>& table,
                              std::string_view word) {
    for (const auto& [value, known] : table) {
        if (known == word) {
            return value;
        }
    }
    return std::nullopt;
}

// Takes what stands before `mark` off the front of `text`; nothing if there is no `mark`.
std::optional<std::string_view> take(std::string_view& text, char mark) {
    const std::size_t end = text.find(mark);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end + 1);
    return taken;
}

std::optional<std::int64_t> read_number(std::string_view word) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || word[0] == '-' ||
        (word.size() > 1 && word[0] == '0')) {
        return std::nullopt;
    }
    return number;
}

struct Line {
    Entry entry;
    std::int64_t number = 0;
};

std::optional<Line> read_line(std::string_view text) {
    const auto kind_word = take(text, ' ');
    const auto bits = take(text, ' ');
    const auto number_word = take(text, ' ');
    if (!kind_word || !bits || !number_word || (bits != "0" && bits != "1")) {
        return std::nullopt;
    }
    const auto kind = value_of(kinds, *kind_word);
    const auto number = read_number(*number_word);
    const auto name = text == "-" ? std::string() : percent_decoded(text);
    if (!kind || !number || !name || text.empty()) {
        return std::nullopt;
    }
    return Line{{*kind, *name, bits == "1", 0, ""}, *number};
}

} // namespace

std::string index_line(EntryKind kind, bool special_bits, std::int64_t number,
                       std::string_view name) {
    // A lone "-" stands for no name at all.
    const std::string word = name.empty() ? "-" : name == "-" ? "./-" : percent_encoded(name);
    return fmt::format("{} {} {} {}\n", word_of(kinds, kind), special_bits ? 1 : 0, number, word);
}

std::string end_line(End end) {
    return fmt::format("end {}\n", word_of(ends, end));
}

std::optional<Listing> read_index(std::string_view index, std::string_view contents,
                                  const Bounds& bounds) {
    Listing listing;
    while (const auto text = take(index, '\n')) {
        if (text->starts_with("end ")) {
            const auto end = value_of(ends, text->substr(4));
            if (!end || !index.empty() || !contents.empty()) {
                return std::nullopt;
            }
            listing.end = *end;
            return listing;
        }
        auto line = read_line(*text);
        if (!line || static_cast<std::int64_t>(listing.entries.size()) >= bounds.entries) {
            return std::nullopt;
        }
        if (line->entry.kind == EntryKind::file) {
            if (line->number > bounds.file_bytes ||
                line->number > static_cast<std::int64_t>(contents.size())) {
                return std::nullopt;
            }
            const auto size = static_cast<std::size_t>(line->number);
            line->entry.text = contents.substr(0, size);
            contents.remove_prefix(size);
        } else {
            line->entry.count = line->number;
        }
        listing.entries.push_back(std::move(line->entry));
    }
    return std::nullopt;
}

} // namespace threadlab::batch
