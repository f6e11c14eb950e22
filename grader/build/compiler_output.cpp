#include "build/compiler_output.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

namespace threadlab::build {
namespace {

constexpr std::string_view includes = "In file included from ";

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

// Takes a trailing ":17" off.
std::optional<int> take_number(std::string_view& place) {
    const std::size_t colon = place.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const std::string_view digits = place.substr(colon + 1);
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || digits.empty() || end != digits.data() + digits.size() ||
        number < 0)
        return std::nullopt;
    place = place.substr(0, colon);
    return number;
}

enum class Severity { error, warning, note };

struct Heading {
    Severity severity = Severity::error;
    Remark remark;
};

// "   14 |     total += 1;", and the lines of marks below it, as clang prints from version 17 on.
bool has_gutter(std::string_view line) {
    const std::size_t bar = line.find_first_not_of(" 0123456789");
    return bar != std::string_view::npos && bar > 0 && line[bar] == '|';
}

// "threading.cpp:14:3: error: ...", "fatal error: ..."
std::optional<Heading> read_heading(std::string_view line) {
    constexpr std::array<std::pair<std::string_view, Severity>, 4> words{
        {{"fatal error: ", Severity::error},
         {"error: ", Severity::error},
         {"warning: ", Severity::warning},
         {"note: ", Severity::note}}};
    if (has_gutter(line))
        return std::nullopt;
    for (const auto& [word, severity] : words) {
        if (line.starts_with(word))
            return Heading{
                severity,
                {.file = {}, .text = std::string(line.substr(word.size())), .excerpt = {}}};
        const std::size_t found = line.find(": " + std::string(word));
        if (found == std::string_view::npos)
            continue;
        std::string_view place = line.substr(0, found);
        const auto last = take_number(place);
        const auto before = take_number(place);
        if (!last || place.empty() || place.find_first_of(" \t\"'") != std::string_view::npos)
            continue;
        return Heading{severity,
                       {.file = std::string(place),
                        .line = before ? *before : *last,
                        .column = before ? *last : 0,
                        .text = std::string(line.substr(found + 2 + word.size())),
                        .excerpt = {}}};
    }
    return std::nullopt;
}

// "2 warnings and 1 error generated."
bool is_count(std::string_view line) {
    return !line.empty() && is_digit(line[0]) && line.ends_with(" generated.");
}

// Goes through the output once, keeping track of what an excerpt belongs to.
class Reader {
public:
    void read(std::string_view line) {
        if (line.starts_with(includes)) {
            add_include(line.substr(includes.size()));
        } else if (auto heading = read_heading(line)) {
            begin(std::move(*heading));
        } else if (is_count(line)) {
            excerpt_ = nullptr;
        } else if (excerpt_ != nullptr) {
            excerpt_->push_back(std::string(line));
        }
    }

    std::vector<CompilerError> finish() { return std::move(errors_); }

private:
    void add_include(std::string_view place) {
        excerpt_ = nullptr;
        if (place.ends_with(':'))
            place.remove_suffix(1);
        included_from_.push_back(std::string(place));
    }

    void begin(Heading heading) {
        excerpt_ = nullptr;
        const bool at_end =
            heading.remark.file.empty() && heading.remark.text.starts_with("too many errors");
        if (heading.severity == Severity::warning || at_end) {
            inside_error_ = false;
        } else if (heading.severity == Severity::error) {
            errors_.push_back({std::move(heading.remark), {}, included_from_});
            inside_error_ = true;
            excerpt_ = &errors_.back().error.excerpt;
        } else if (inside_error_) {
            errors_.back().notes.push_back(std::move(heading.remark));
            excerpt_ = &errors_.back().notes.back().excerpt;
        }
        included_from_.clear();
    }

    std::vector<CompilerError> errors_;
    std::vector<std::string> included_from_;
    std::vector<std::string>* excerpt_ = nullptr;
    bool inside_error_ = false;
};

bool is_path_letter(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
           std::string_view("/._+-").find(letter) != std::string_view::npos;
}

// The name under which a program would include it.
std::string short_name(std::string_view path) {
    const std::size_t library = path.rfind("/c++/");
    if (library != std::string_view::npos) {
        const std::size_t version = path.find('/', library + 5);
        if (version != std::string_view::npos)
            return "<" + std::string(path.substr(version + 1)) + ">";
    }
    constexpr std::string_view folder = "/include/";
    const std::size_t include = path.rfind(folder);
    if (include != std::string_view::npos) {
        std::string_view name = path.substr(include + folder.size());
        if (name.starts_with("x86_64-linux-gnu/") || name.starts_with("aarch64-linux-gnu/"))
            name = name.substr(name.find('/') + 1);
        return "<" + std::string(name) + ">";
    }
    return file_name(path);
}

} // namespace

std::vector<CompilerError> read_compiler_output(std::string_view output) {
    Reader reader;
    while (!output.empty())
        reader.read(take_line(output));
    return reader.finish();
}

std::string file_name(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));
}

std::string without_paths(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        const bool starts = text[at] == '/' && (at == 0 || !is_path_letter(text[at - 1]));
        while (starts && end < text.size() && is_path_letter(text[end]))
            ++end;
        const std::string_view path = text.substr(at, end - at);
        if (path.find('/', 1) == std::string_view::npos || path.ends_with('/')) {
            result += text[at++];
        } else {
            result += short_name(path);
            at = end;
        }
    }
    return result;
}

} // namespace threadlab::build
