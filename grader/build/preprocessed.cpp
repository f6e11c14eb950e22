#include "build/preprocessed.hpp"

#include "build/lexical.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <utility>

namespace threadlab::build {

namespace {

using Kind = Token::Kind;

struct Digraph {
    std::string_view spelling;
    std::string_view stands_for;
};
constexpr Digraph digraphs[] = {{"<:", "["}, {":>", "]"}, {"<%", "{"}, {"%>", "}"}, {"%:", "#"}};

// Behind each directive that reads a file, however that is spelled.
constexpr std::string_view include_mark = " /* clang -E -dI */";

std::string_view last_part(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::vector<Token> tokens() && {
        while (at_ < text_.size()) {
            read_one();
        }
        return std::move(tokens_);
    }

private:
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    void read_one() {
        const char c = peek();
        if (c == '\n') {
            ++line_;
            ++at_;
            line_begins_ = true;
        } else if (c == '#' && line_begins_) {
            read_directive();
        } else if (is_blank(c) || c == '\r') {
            line_begins_ = false; // clang parts what is no directive from its line's beginning
            ++at_;
        } else {
            line_begins_ = false;
            announced_ = "";
            read_token();
        }
    }

    // What begins at `at`, which is no blank, and where it ends.
    struct Lexed {
        Kind kind;
        std::size_t end;
    };
    Lexed lex(std::size_t at) const {
        const char c = text_[at];
        const char next = at + 1 < text_.size() ? text_[at + 1] : '\0';
        if (is_digit(c) || (c == '.' && is_digit(next))) {
            return {Kind::number, number_end(at)};
        }
        if (c == '"' || c == '\'') {
            return {Kind::text, literal_end(at)};
        }
        if (may_be_in_word(c)) {
            return lex_word(at);
        }
        return {Kind::mark, at + 1};
    }

    void read_token() {
        const Lexed token = lex(at_);
        if (token.kind == Kind::mark) {
            read_mark();
        } else {
            add(token.kind, token.end);
        }
    }

    void add(Kind kind, std::size_t end) {
        const std::string_view found = text_.substr(at_, end - at_);
        tokens_.push_back({kind, found, line_, own_});
        own_code_ = own_code_ || own_;
        line_ += static_cast<int>(std::count(found.begin(), found.end(), '\n'));
        at_ = end;
    }

    std::size_t line_end() const { return std::min(text_.find('\n', at_), text_.size()); }

    // Behind the literal whose opening quote is at `quote`. None goes on in the next line.
    std::size_t literal_end(std::size_t quote) const {
        std::size_t end = quote + 1;
        while (end < text_.size() && text_[end] != text_[quote] && text_[end] != '\n') {
            end += text_[end] == '\\' && end + 1 < text_.size() && text_[end + 1] != '\n' ? 2 : 1;
        }
        return end < text_.size() && text_[end] == text_[quote] ? end + 1 : end;
    }

    // Behind R"x(...)x", whose quote is at `quote`.
    std::size_t raw_end(std::size_t quote) const {
        const std::size_t open = text_.find('(', quote);
        if (open == std::string_view::npos) {
            return text_.size();
        }
        const std::string close =
            ")" + std::string(text_.substr(quote + 1, open - quote - 1)) + "\"";
        const std::size_t found = text_.find(close, open);
        return found == std::string_view::npos ? text_.size() : found + close.size();
    }

    Lexed lex_word(std::size_t at) const {
        std::size_t end = at;
        while (end < text_.size() && may_be_in_word(text_[end])) {
            ++end;
        }
        const std::string_view word = text_.substr(at, end - at);
        const char quote = end < text_.size() ? text_[end] : '\0';
        const bool raw = is_raw_prefix(word);
        const bool prefix = word == "L" || word == "u" || word == "U" || word == "u8";
        if (raw && quote == '"') {
            return {Kind::text, raw_end(end)};
        }
        if (prefix && (quote == '"' || quote == '\'')) {
            return {Kind::text, literal_end(end)};
        }
        return {Kind::word, end};
    }

    std::size_t number_end(std::size_t at) const {
        std::size_t end = at + 1;
        while (end < text_.size() &&
               goes_on_with_number(text_[end - 1], text_[end],
                                   end + 1 < text_.size() ? text_[end + 1] : '\0')) {
            ++end;
        }
        return end;
    }

    void read_mark() {
        // "<::" is "<" and "::", unless it goes on as "<::>" or "<:::".
        const bool scope = text_.substr(at_).starts_with("<::") && peek(3) != ':' && peek(3) != '>';
        for (const Digraph& digraph : digraphs) {
            if (!scope && text_.substr(at_).starts_with(digraph.spelling)) {
                tokens_.push_back({Kind::mark, digraph.stands_for, line_, own_});
                at_ += digraph.spelling.size();
                return;
            }
        }
        add(Kind::mark, at_ + 1);
    }

    void read_directive() {
        std::string_view rest = text_.substr(at_ + 1, line_end() - at_ - 1);
        const std::size_t begin = std::min(rest.find_first_not_of(" \t"), rest.size());
        rest.remove_prefix(begin);
        constexpr std::string_view pragma = "pragma";
        if (!rest.empty() && is_digit(rest[0])) {
            believe(rest);
        } else if (goes_on_in_next_line()) {
            tokens_.push_back({Kind::unclear, rest, line_, own_});
        } else if (rest.starts_with(pragma)) {
            tokens_.push_back({Kind::pragma, rest.substr(pragma.size()), line_, own_});
        } else if (rest.starts_with("define") || rest.starts_with("undef")) {
            tokens_.push_back({Kind::macro, rest, line_, own_});
        } else if (rest.ends_with(include_mark)) {
            rest.remove_suffix(include_mark.size());
            announced_ = rest.substr(std::min(rest.find_first_of("<\""), rest.size()));
            tokens_.push_back({Kind::include, rest, line_, own_});
        }
        at_ = line_end();
    }

    // Whether a raw string begins in the directive that begins here, and does not end in its line.
    bool goes_on_in_next_line() const {
        const std::size_t end = line_end();
        std::size_t at = at_;
        while (at < end) {
            at = is_blank(text_[at]) ? at + 1 : lex(at).end;
        }
        return at > end;
    }

    // Files are entered behind the directive that includes them, and left for the one that did.
    // What is no file, "<built-in>", comes before any code of the submission's.
    bool is_possible(std::string_view file, std::string_view flags) {
        const bool enters = flags.find('1') != std::string_view::npos;
        const bool leaves = flags.find('2') != std::string_view::npos;
        const bool is_beginning = file.starts_with('<') || file_.starts_with('<') || file_.empty();
        if (enters) {
            includers_.push_back(file_);
            const std::string_view name = std::exchange(announced_, "");
            const bool included =
                name.size() > 2 && last_part(file) == last_part(name.substr(1, name.size() - 2));
            return included || (is_beginning && !own_code_);
        }
        if (leaves) {
            const std::string_view includer = includers_.empty() ? "" : includers_.back();
            if (!includers_.empty()) {
                includers_.pop_back();
            }
            return last_part(includer) == last_part(file); // clang 14 makes "././x.cpp" of it
        }
        return file == file_ || (is_beginning && !own_code_);
    }

    // 12 "file" flags: the next line is line 12 of that file.
    void believe(std::string_view marker) {
        int number = 0;
        std::from_chars(marker.data(), marker.data() + marker.size(), number);
        constexpr int furthest = 1 << 30;            // there is room for the lines behind it
        line_ = std::clamp(number, 1, furthest) - 1; // the new line is still to come
        const std::size_t open = marker.find('"');
        const std::size_t close = marker.rfind('"');
        if (open == std::string_view::npos || close <= open) {
            return;
        }
        const std::string_view file = marker.substr(open + 1, close - open - 1);
        if (!is_possible(file, marker.substr(close + 1))) {
            tokens_.push_back({Kind::moved, file, line_, own_});
        }
        file_ = file;
        const auto [known, is_new] = trusted_.try_emplace(file);
        if (is_new) {
            known->second = is_trusted(file);
        }
        own_ = !known->second;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool line_begins_ = true;
    bool own_ = false;
    bool own_code_ = false;      // there has been a token of the submission's
    std::string_view announced_; // what a directive has just included: "<mutex>"
    std::string_view file_;
    std::vector<std::string_view> includers_;            // of the file
    std::unordered_map<std::string_view, bool> trusted_; // of the files so far
    std::vector<Token> tokens_;
};

} // namespace

bool is_trusted(std::string_view file) {
    const std::string path = std::filesystem::path(file).lexically_normal().string();
    return path.starts_with('<') || path.starts_with("/usr/") || path.starts_with("include/");
}

std::vector<Token> read_preprocessed(std::string_view text) {
    return Reader(text).tokens();
}

} // namespace threadlab::build
