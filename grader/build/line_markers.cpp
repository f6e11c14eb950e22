#include "build/line_markers.hpp"

#include "build/lexical.hpp"
#include "build/word_list.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace threadlab::build {

namespace {

constexpr char none = '\0';

constexpr auto directives_of_tokens = std::to_array<std::string_view>(
    {"", "define", "undef", "ifdef", "ifndef", "elifdef", "elifndef", "else", "endif"});
constexpr auto directives_of_headers =
    std::to_array<std::string_view>({"include", "include_next", "import", "embed"});

bool is_newline(char c) {
    return c == '\n' || c == '\r';
}

// Whether a line may begin behind `before`: blanks or the end of a comment stand there at the most.
bool may_begin_line(std::string_view before) {
    const std::size_t last = before.find_last_not_of(" \t\v\f\xEF\xBB\xBF");
    return last == std::string_view::npos || is_newline(before[last]) || before[last] == '/';
}

int line_at(std::string_view text, std::size_t at) {
    int line = 1;
    for (std::size_t i = 0; i < at; ++i) {
        const bool is_first_of_pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        line += is_newline(text[i]) && !is_first_of_pair ? 1 : 0;
    }
    return line;
}

bool is_plain(char c) {
    return may_be_in_word(c) || std::string_view(" ./+-=:,").find(c) != std::string_view::npos;
}

// Without the texts in quotes that are the same however they are read.
std::string without_plain_texts(std::string_view line) {
    std::string left;
    while (!line.empty()) {
        const std::size_t end = line[0] == '"' ? line.find('"', 1) : std::string_view::npos;
        const std::string_view text = line.substr(1, end == line.npos ? 0 : end - 1);
        if (end != std::string_view::npos && std::ranges::all_of(text, is_plain)) {
            line.remove_prefix(end + 1);
        } else {
            left += line[0];
            line.remove_prefix(1);
        }
    }
    return left;
}

// "<mutex> // for its lock"
bool is_plain_header(std::string_view rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (!rest.starts_with('<') && !rest.starts_with('"')) {
        return false;
    }
    const std::size_t end = rest.find(rest[0] == '<' ? '>' : '"', 1);
    const std::string_view name = rest.substr(1, end == rest.npos ? rest.npos : end - 1);
    return end != std::string_view::npos && std::ranges::all_of(name, is_plain) &&
           name.find("//") == std::string_view::npos;
}

// Whether what follows the name of a directive can be read in two ways, so that what seems to be in
// a comment or a text below it is not: as tokens, as mere characters (#warning), as a header's name
// (perhaps by another name of __has_include), or as tokens again, where it is skipped.
bool is_doubtful(std::string_view name, std::string_view rest) {
    const bool has_quotes = rest.find_first_of("\"'") != std::string_view::npos ||
                            rest.find("/*") != std::string_view::npos;
    if (!has_quotes || ((name == "if" || name == "elif") && rest.find('<') == rest.npos)) {
        return false;
    }
    if (contains(directives_of_headers, name)) {
        return !is_plain_header(rest);
    }
    const std::string left = without_plain_texts(rest);
    return rest.find("R\"") != std::string_view::npos ||
           left.find_first_of("\"'") != std::string_view::npos ||
           left.find("/*") != std::string_view::npos;
}

// The phases of translation as far as they matter here ([lex.phases], 2 and 3).
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        at_ = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
        skip_splices();
    }

    // To the next marker. Returns its line; 0: there is none.
    int find_marker() {
        while (!at_end()) {
            if (is_newline(peek())) {
                advance();
                line_begins_ = true;
            } else if (!skip_blank_or_comment() && scan_token()) {
                return line_;
            }
        }
        return 0;
    }

    // Behind the first directive so far that is read in two ways; nothing, if there is none.
    std::optional<std::size_t> doubtful() const { return doubtful_; }

    // Whether a line marker may begin here, if this is where a line begins: a comment behind the
    // mark is enough.
    bool may_be_marker() {
        const char c = peek();
        advance();
        if (c == '%') {
            if (peek() != ':') {
                return false;
            }
            advance();
        }
        while (is_blank(peek())) {
            advance();
        }
        return peek() == '/' || is_digit(peek()) || read_word() == "line";
    }

private:
    bool at_end() const { return at_ >= text_.size(); }
    char peek() const { return at_end() ? none : text_[at_]; }

    // The character behind the next one.
    char second() const {
        Scanner copy = *this;
        copy.advance();
        return copy.peek();
    }

    void step() {
        const bool pair = text_.substr(at_).starts_with("\r\n");
        line_ += is_newline(text_[at_]) ? 1 : 0;
        at_ += pair ? 2 : 1;
    }

    void advance() {
        if (!at_end()) {
            step();
        }
        skip_splices();
    }

    // A backslash at the end of a line, which clang also sees before blanks.
    void skip_splices() {
        while (peek() == '\\') {
            std::size_t end = at_ + 1;
            while (end < text_.size() && is_blank(text_[end])) {
                ++end;
            }
            if (end >= text_.size() || !is_newline(text_[end])) {
                return;
            }
            at_ = end;
            step();
        }
    }

    bool skip_blank_or_comment() {
        if (is_blank(peek())) {
            advance();
            return true;
        }
        if (peek() != '/') {
            return false;
        }
        const char kind = second();
        if (kind == '/') {
            while (!at_end() && !is_newline(peek())) {
                advance();
            }
            return true;
        }
        if (kind == '*') {
            skip_block_comment();
            return true;
        }
        return false;
    }

    void skip_block_comment() {
        advance();
        advance();
        while (!at_end() && (peek() != '*' || second() != '/')) {
            advance();
        }
        advance();
        advance();
    }

    // Whether a line marker begins here.
    bool scan_token() {
        const bool begins = line_begins_;
        line_begins_ = false;
        const char c = peek();
        if (c == '#' || (c == '%' && second() == ':')) {
            advance();
            if (c == '%') {
                advance();
            }
            return begins && begin_directive();
        }
        if (c == '"' || c == '\'') {
            skip_literal(c);
        } else if (is_digit(c)) {
            skip_number();
        } else if (may_be_in_word(c)) {
            skip_word();
        } else {
            advance();
        }
        return false;
    }

    // Whether it is a line marker.
    bool begin_directive() {
        while (skip_blank_or_comment()) {
        }
        if (is_digit(peek())) {
            return true;
        }
        const std::string name = read_word();
        if (!contains(directives_of_tokens, name) && !doubtful_ && is_doubtful(name, rest())) {
            doubtful_ = at_;
        }
        return name == "line";
    }

    // What is left of the line, without splices.
    std::string rest() const {
        std::string line;
        for (Scanner copy = *this; !copy.at_end() && !is_newline(copy.peek()); copy.advance()) {
            line += copy.peek();
        }
        return line;
    }

    std::string read_word() {
        std::string word;
        for (; may_be_in_word(peek()); advance()) {
            word += peek();
        }
        return word;
    }

    void skip_number() {
        char before = none;
        do {
            before = peek();
            advance();
        } while (goes_on_with_number(before, peek(), second()));
    }

    void skip_literal(char quote) {
        advance();
        while (!at_end() && peek() != quote && !is_newline(peek())) {
            if (peek() == '\\') {
                advance();
            }
            if (!is_newline(peek())) {
                advance();
            }
        }
        if (peek() == quote) {
            advance();
        }
    }

    void skip_word() {
        const std::string word = read_word();
        const bool raw = is_raw_prefix(word);
        if (raw && peek() == '"') {
            skip_raw_string();
        }
    }

    // Nothing in it is a directive, not even in a block that is skipped (clang reads these, too).
    void skip_raw_string() {
        // No further than a mark can reach: there may be such a quote at every third byte.
        const std::string_view reach = text_.substr(at_, longest_raw_mark + 2);
        const std::size_t open = at_ + std::min(reach.find('('), reach.size());
        const std::size_t mark = std::min(at_ + 1, open);
        const std::string_view between = text_.substr(mark, open - mark);
        if (!is_raw_mark(between)) {
            skip_literal('"'); // clang gives up on it at the next quote, too
            return;
        }
        const std::string close = ")" + std::string(between) + "\"";
        const std::size_t end = std::min(text_.find(close, open), text_.size() - close.size());
        while (at_ < end + close.size() && !at_end()) {
            step();
        }
        skip_splices();
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool line_begins_ = true;
    std::optional<std::size_t> doubtful_;
};

} // namespace

int find_line_marker(std::string_view text) {
    return Scanner(text).find_marker();
}

int find_hidden_marker(std::string_view text) {
    Scanner scanner(text);
    while (scanner.find_marker() > 0) {
    }
    const auto doubtful = scanner.doubtful();
    if (!doubtful) {
        return 0;
    }
    for (std::size_t at = *doubtful; at < text.size(); ++at) {
        const bool is_mark = text[at] == '#' || text[at] == '%';
        if (is_mark && may_begin_line(text.substr(0, at)) &&
            Scanner(text.substr(at)).may_be_marker()) {
            return line_at(text, at);
        }
    }
    return 0;
}

} // namespace threadlab::build
