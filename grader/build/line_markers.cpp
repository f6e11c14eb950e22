#include "build/line_markers.hpp"

#include "build/lexical.hpp"
#include "build/word_list.hpp"

#include <algorithm>
#include <array>
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
                within_ = Within::code;
            } else if (!skip_blank_or_comment() && scan_token()) {
                return line_;
            }
        }
        return 0;
    }

    // The first line so far with an unclear directive that goes on in the next one; 0: there is
    // none.
    int unclear_line() const { return unclear_line_; }

private:
    // What the scanner is in: no directive; one whose text is made of tokens; an #if, which may yet
    // have a header's name; or one that clang may take for characters, where a quote means nothing.
    enum class Within { code, tokens, condition, unclear };

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
        const int begin = line_;
        advance();
        advance();
        while (!at_end() && (peek() != '*' || second() != '/')) {
            advance();
        }
        advance();
        advance();
        note_if_unclear(begin);
    }

    // Behind what has begun in line `begin`, and may go on.
    void note_if_unclear(int begin) {
        if (within_ == Within::unclear && line_ != begin && unclear_line_ == 0) {
            unclear_line_ = begin;
        }
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
        if (c == '<' && within_ == Within::condition) {
            within_ = Within::unclear; // __has_include(<a/*>), perhaps by another name
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
        within_ = Within::unclear;
        if (contains(directives_of_tokens, name)) {
            within_ = Within::tokens;
        } else if (name == "if" || name == "elif") {
            within_ = Within::condition;
        } else if (contains(directives_of_headers, name)) {
            skip_header_name();
        }
        return name == "line";
    }

    void skip_header_name() {
        while (is_blank(peek())) {
            advance();
        }
        if (peek() == '"') {
            skip_literal('"');
            within_ = Within::tokens;
        } else if (peek() == '<') {
            while (!at_end() && peek() != '>' && !is_newline(peek())) {
                advance();
            }
            within_ = Within::tokens;
        }
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
        const int begin = line_;
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
        note_if_unclear(begin);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool line_begins_ = true;
    Within within_ = Within::code;
    int unclear_line_ = 0;
};

} // namespace

int find_line_marker(std::string_view text) {
    return Scanner(text).find_marker();
}

int find_unclear_directive(std::string_view text) {
    Scanner scanner(text);
    while (scanner.find_marker() > 0) {
    }
    return scanner.unclear_line();
}

} // namespace threadlab::build
