#include "course/test_names.hpp"

#include <cctype>
#include <cstddef>

namespace threadlab::course {

namespace {

bool starts_word(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool in_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

// Cuts C++ into words and single characters. Comments vanish, a literal becomes "\"".
class Lexer {
public:
    explicit Lexer(std::string_view source) : rest_(source) {}

    // The next token; empty at the end.
    std::string_view next() {
        skip_blank();
        if (rest_.empty())
            return {};
        if (starts_word(rest_[0]))
            return word();
        if (std::isdigit(static_cast<unsigned char>(rest_[0])) != 0)
            return number();
        if (rest_[0] == '"' || rest_[0] == '\'')
            return literal(rest_[0]);
        return cut(1);
    }

private:
    std::string_view cut(std::size_t length) {
        const std::string_view front = rest_.substr(0, length);
        rest_.remove_prefix(front.size());
        return front;
    }

    // Cuts up to and with `end`, or everything if it does not come.
    void cut_past(std::string_view end) {
        const std::size_t at = rest_.find(end);
        cut(at == std::string_view::npos ? rest_.size() : at + end.size());
    }

    void skip_blank() {
        while (!rest_.empty()) {
            if (is_space(rest_[0]))
                cut(1);
            else if (rest_.starts_with("//"))
                skip_line_comment();
            else if (rest_.starts_with("/*"))
                skip_block_comment();
            else
                return;
        }
    }

    void skip_line_comment() {
        std::size_t end = rest_.find('\n');
        // A backslash carries the comment on to the next line.
        while (end != std::string_view::npos && end > 0 && rest_[end - 1] == '\\')
            end = rest_.find('\n', end + 1);
        cut(end);
    }

    void skip_block_comment() {
        cut(2);
        cut_past("*/");
    }

    std::string_view word() {
        std::size_t length = 0;
        while (length < rest_.size() && in_word(rest_[length]))
            ++length;
        const std::string_view text = cut(length);
        if (!rest_.empty() && rest_[0] == '"' && is_raw_prefix(text))
            return raw_literal();
        return text;
    }

    static bool is_raw_prefix(std::string_view text) {
        return text == "R" || text == "u8R" || text == "uR" || text == "UR" || text == "LR";
    }

    // In 1'000 the quote opens no literal.
    std::string_view number() {
        std::size_t length = 0;
        while (length < rest_.size() &&
               (in_word(rest_[length]) || rest_[length] == '.' || rest_[length] == '\''))
            ++length;
        return cut(length);
    }

    std::string_view literal(char quote) {
        std::size_t length = 1;
        while (length < rest_.size() && rest_[length] != quote && rest_[length] != '\n')
            length += rest_[length] == '\\' ? 2 : 1;
        cut(length + 1);
        return "\"";
    }

    std::string_view raw_literal() {
        constexpr std::size_t longest_mark = 16; // [lex.string]
        const std::size_t open = rest_.find('(');
        const std::string end = open == std::string_view::npos || open - 1 > longest_mark
                                    ? "\""
                                    : ")" + std::string(rest_.substr(1, open - 1)) + "\"";
        cut(1);
        cut_past(end);
        return "\"";
    }

    std::string_view rest_;
};

bool is_word(std::string_view token) {
    return !token.empty() && starts_word(token[0]);
}

} // namespace

std::vector<std::string> test_names(std::string_view source) {
    std::vector<std::string> names;
    std::vector<std::string_view> tokens;
    Lexer lexer(source);
    for (auto token = lexer.next(); !token.empty(); token = lexer.next())
        tokens.push_back(token);
    for (std::size_t i = 0; i + 5 < tokens.size(); ++i) {
        const bool test = tokens[i] == "TEST" || tokens[i] == "TEST_F";
        if (test && tokens[i + 1] == "(" && is_word(tokens[i + 2]) && tokens[i + 3] == "," &&
            is_word(tokens[i + 4]) && tokens[i + 5] == ")")
            names.push_back(std::string(tokens[i + 2]) + "." + std::string(tokens[i + 4]));
    }
    return names;
}

} // namespace threadlab::course
