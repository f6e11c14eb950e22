#include "build/compile_errors.hpp"

#include "build/compiler_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

namespace threadlab::build {
namespace {

constexpr std::size_t most_lines = 20;
constexpr std::size_t most_excerpt_lines = 4;
constexpr std::size_t most_notes = 2;
constexpr std::size_t widest = 160;
constexpr std::size_t longest_sentence = 400;
constexpr std::size_t longest_name = 100; // of a file

using Lines = std::vector<std::string>;

// One error as the student shall see it.
struct Shown {
    int line = 0; // of the submission; 0: none
    Lines lines;
};

// The same place after each cut: a character is never cut in two.
std::size_t whole_character(const std::string& text, std::size_t at) {
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
        --at;
    return at;
}

std::string shorten(const std::string& text, std::size_t most) {
    return text.size() <= most ? text : text.substr(0, whole_character(text, most)) + "...";
}

// Lines of code with the marks below. Of very long lines, the part around the first mark.
Lines excerpt_of(const Remark& remark) {
    Lines lines(remark.excerpt.begin(),
                remark.excerpt.begin() + static_cast<std::ptrdiff_t>(
                                             std::min(remark.excerpt.size(), most_excerpt_lines)));
    if (lines.empty())
        return lines;
    const bool wide = lines[0].size() > widest;
    const std::size_t mark = wide && lines.size() > 1 ? lines[1].find_first_of("^~") : 0;
    const std::size_t from = mark == std::string::npos || mark < widest / 2 ? 0 : mark - widest / 2;
    for (std::string& line : lines) {
        const std::size_t start =
            std::min(whole_character(line, std::min(from, line.size())), line.size());
        line = shorten(line.substr(start), widest);
    }
    return lines;
}

bool is_ours(const Remark& remark, std::string_view file) {
    return !remark.file.empty() && file_name(remark.file) == file;
}

bool is_system(const Remark& remark) {
    return remark.file.starts_with('/');
}

std::string short_name(const std::string& path) {
    return shorten(file_name(path), longest_name);
}

std::string place_of(const Remark& remark) {
    std::string place = fmt::format("{}:{}", short_name(remark.file), remark.line);
    if (remark.column > 0)
        place += fmt::format(":{}", remark.column);
    return place;
}

void append(Lines& lines, const Lines& more) {
    lines.insert(lines.end(), more.begin(), more.end());
}

std::string sentence(const std::string& text) {
    return shorten(without_paths(text), longest_sentence);
}

// An error at a line of the submission, with the notes that are not about the library's insides.
Shown show_own(const CompilerError& error) {
    Shown shown{.line = error.error.line, .lines = {}};
    shown.lines.push_back(place_of(error.error) + ": error: " + sentence(error.error.text));
    append(shown.lines, excerpt_of(error.error));
    std::size_t notes = 0;
    for (const Remark& note : error.notes) {
        if (note.file.empty() || is_system(note) || notes++ >= most_notes)
            continue;
        shown.lines.push_back(place_of(note) + ": note: " + sentence(note.text));
        append(shown.lines, excerpt_of(note));
    }
    return shown;
}

// The submission's line that made the compiler go where it found an error.
const Remark* leading_note(const CompilerError& error, std::string_view file) {
    const Remark* first = nullptr;
    for (const Remark& note : error.notes) {
        if (!is_ours(note, file))
            continue;
        if (note.text.ends_with("requested here") || note.text.starts_with("expanded from"))
            return &note;
        if (first == nullptr)
            first = &note;
    }
    return first;
}

// 0 where it is none, or one that no line can have.
int number_in(std::string_view digits) {
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? number : 0;
}

int including_line(const CompilerError& error, std::string_view file) {
    for (const std::string& place : error.included_from) {
        const std::size_t colon = place.rfind(':');
        if (colon != std::string::npos && file_name(place.substr(0, colon)) == file)
            return number_in(std::string_view(place).substr(colon + 1));
    }
    return 0;
}

Shown show_foreign(const CompilerError& error, std::string_view file) {
    const std::string what = sentence(error.error.text);
    if (error.error.file.empty())
        return {.line = 0, .lines = {"error: " + what}};
    const std::string found_in = shorten(is_system(error.error) ? without_paths(error.error.file)
                                                                : file_name(error.error.file),
                                         longest_name);
    if (const Remark* note = leading_note(error, file)) {
        Shown shown{.line = note->line, .lines = {}};
        shown.lines.push_back(fmt::format("{}: error in {}, to which this line leads: {}",
                                          place_of(*note), found_in, what));
        append(shown.lines, excerpt_of(*note));
        return shown;
    }
    if (const int line = including_line(error, file); line > 0)
        return {.line = line,
                .lines = {fmt::format("{}:{}: error in {}, which this line includes: {}", file,
                                      line, found_in, what)}};
    Shown shown{.line = 0,
                .lines = {fmt::format("{}:{}: error: {}", found_in, error.error.line, what)}};
    append(shown.lines, excerpt_of(error.error));
    return shown;
}

// Errors inside a library come in heaps: one is enough for each line of the submission that leads
// there, and those to which no line leads follow from the ones before.
std::vector<Shown> show_compiler(std::string_view output, std::string_view file) {
    std::vector<Shown> all;
    std::set<int> led_from;
    for (const CompilerError& error : read_compiler_output(output)) {
        if (is_ours(error.error, file)) {
            all.push_back(show_own(error));
            continue;
        }
        if (!all.empty() && is_system(error.error) && leading_note(error, file) == nullptr)
            continue;
        Shown shown = show_foreign(error, file);
        if (shown.line == 0 || led_from.insert(shown.line).second)
            all.push_back(std::move(shown));
    }
    return all;
}

std::string link_sentence(const LinkError& error) {
    if (error.kind == LinkError::Kind::duplicate)
        return fmt::format("{} is defined more than once", error.symbol);
    for (const std::string_view prefix : {"vtable for ", "typeinfo for "})
        if (error.symbol.starts_with(prefix))
            return fmt::format("a virtual function of {} is declared, but defined nowhere",
                               error.symbol.substr(prefix.size()));
    if (error.symbol.starts_with("__atomic_"))
        return "a std::atomic is used whose type has not 1, 2, 4 or 8 bytes, as the processor's "
               "own "
               "have; take such a one, or a mutex";
    return fmt::format("{} is used here, but defined nowhere", error.symbol);
}

std::vector<Shown> show_linker(std::string_view output, std::string_view file) {
    std::vector<Shown> all;
    for (const LinkError& error : read_linker_output(output)) {
        const bool ours = error.file == file && error.line > 0;
        const std::string what = sentence(link_sentence(error));
        if (ours)
            all.push_back({error.line, {fmt::format("{}:{}: error: {}", file, error.line, what)}});
        else
            all.push_back({0, {"error: " + what}});
    }
    return all;
}

// What is neither a diagnostic nor about a symbol: its first lines, as they are.
std::vector<Shown> show_rest(std::string_view output) {
    std::vector<Shown> all;
    while (!output.empty() && all.size() < most_lines) {
        const std::size_t end = std::min(output.find('\n'), output.size());
        const std::string line(output.substr(0, end));
        output.remove_prefix(std::min(end + 1, output.size()));
        if (!line.empty() && line.find("linker command failed") == std::string::npos)
            all.push_back({0, {sentence(line)}});
    }
    return all;
}

// As many errors as fit, the first one in any case.
std::string join(const std::vector<Shown>& all) {
    Lines lines;
    std::size_t count = 0;
    for (const Shown& shown : all) {
        const std::size_t room = most_lines - lines.size() - (count + 1 < all.size() ? 1 : 0);
        if (count > 0 && shown.lines.size() > room)
            break;
        append(lines, {shown.lines.begin(),
                       shown.lines.begin() +
                           static_cast<std::ptrdiff_t>(std::min(shown.lines.size(), room))});
        ++count;
    }
    if (count < all.size())
        lines.push_back(fmt::format("... and {} more error{}", all.size() - count,
                                    all.size() - count == 1 ? "" : "s"));
    return fmt::format("{}", fmt::join(lines, "\n"));
}

} // namespace

CompileErrors read_compile_errors(std::string_view output, std::string_view file) {
    std::vector<Shown> all = show_compiler(output, file);
    if (all.empty())
        all = show_linker(output, file);
    if (all.empty())
        all = show_rest(output);
    CompileErrors errors{.at = {}, .message = join(all)};
    const auto first =
        std::find_if(all.begin(), all.end(), [](const Shown& shown) { return shown.line > 0; });
    if (first != all.end())
        errors.at = fmt::format("{}:{}", file, first->line);
    return errors;
}

} // namespace threadlab::build
