#include "judge/source_expression.hpp"

#include "build/source_text.hpp"

#include <algorithm>

namespace threadlab::judge {
namespace {

using build::is_word;
using std::string_view;

constexpr std::size_t longest = 24;
constexpr std::size_t longest_line = 1000; // a person's; what is longer is not looked through

std::size_t skip_blanks(string_view line, std::size_t at) {
    return std::min(line.find_first_not_of(" \t", at), line.size());
}

// The end of the bracket that opens at `at`; the line's end if it does not close.
std::size_t after_bracket(string_view line, std::size_t at) {
    int depth = 0;
    for (; at < line.size(); ++at) {
        depth += line[at] == '(' || line[at] == '[' ? 1 : 0;
        depth -= line[at] == ')' || line[at] == ']' ? 1 : 0;
        if (depth == 0) {
            return at + 1;
        }
    }
    return line.size();
}

// Where the bracket opens that closes before `end`; `end` itself if it does not open.
std::size_t before_bracket(string_view line, std::size_t end) {
    int depth = 0;
    for (std::size_t at = end; at > 0; --at) {
        depth += line[at - 1] == ']' ? 1 : 0;
        depth -= line[at - 1] == '[' ? 1 : 0;
        if (depth == 0) {
            return at - 1;
        }
    }
    return end;
}

// name, name[index], name.member, name->member, ns::name: what begins at `at`.
std::size_t end_of_expression(string_view line, std::size_t at) {
    while (at < line.size()) {
        const string_view rest = line.substr(at);
        if (is_word(line[at])) {
            ++at;
        } else if (rest.starts_with("->") || rest.starts_with("::")) {
            at += 2;
        } else if (line[at] == '.' && at + 1 < line.size() && is_word(line[at + 1])) {
            ++at;
        } else if (line[at] == '[') {
            at = after_bracket(line, at);
        } else {
            break;
        }
    }
    return at;
}

// Where the expression that ends before `end` begins.
std::size_t begin_of_expression(string_view line, std::size_t end) {
    while (end > 0) {
        const char last = line[end - 1];
        if (is_word(last) || last == '.' || last == ':') {
            --end;
        } else if (end > 1 && last == '>' && line[end - 2] == '-') {
            end -= 2;
        } else if (last == ']' && before_bracket(line, end) < end) {
            end = before_bracket(line, end);
        } else {
            break;
        }
    }
    return end;
}

// Where the first argument ends that begins at `at`, behind its opening bracket.
std::size_t end_of_argument(string_view line, std::size_t at) {
    for (int depth = 0; at < line.size(); ++at) {
        const std::size_t opening = string_view("({[").find(line[at]);
        const std::size_t closing = string_view(")}]").find(line[at]);
        if (depth == 0 && (line[at] == ',' || closing != string_view::npos)) {
            break;
        }
        depth += (opening != string_view::npos ? 1 : 0) - (closing != string_view::npos ? 1 : 0);
    }
    return at;
}

std::string tidy(string_view text) {
    while (!text.empty() && (text.front() == '&' || text.front() == '*' || text.front() == ' ')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text.size() > longest ? "" : std::string(text);
}

std::string expression_from(string_view line, std::size_t at) {
    at = skip_blanks(line, at);
    while (at < line.size() && (line[at] == '*' || line[at] == '&' || line[at] == '(')) {
        ++at;
    }
    return tidy(line.substr(at, end_of_expression(line, at) - at));
}

std::string expression_before(string_view line, std::size_t end) {
    while (end > 0 && line[end - 1] == ' ') {
        --end;
    }
    const std::size_t begin = begin_of_expression(line, end);
    return tidy(line.substr(begin, end - begin));
}

bool has_column(string_view line, int column) {
    return column >= 1 && static_cast<std::size_t>(column) <= line.size() &&
           line.size() <= longest_line;
}

// The expression that goes on, before and behind, from `at`.
string_view expression_around(string_view line, std::size_t at) {
    const std::size_t begin = begin_of_expression(line, at);
    return line.substr(begin, end_of_expression(line, at) - begin);
}

bool is_increment(string_view rest) {
    return rest.starts_with("++") || rest.starts_with("--");
}

} // namespace

std::string accessed_at(string_view line, int column) {
    if (!has_column(line, column)) {
        return "";
    }
    const auto at = static_cast<std::size_t>(column - 1);
    const string_view rest = line.substr(at);
    if (is_increment(rest)) {
        const std::string after = expression_from(line, at + 2);
        return after.empty() ? expression_before(line, at) : after;
    }
    if (const std::size_t end = end_of_expression(line, at);
        is_word(line[at]) && end < line.size() && line[end] == '(') {
        // A macro, such as assert, stands for what is between its brackets.
        return tidy(line.substr(end + 1, after_bracket(line, end) - end - 2));
    }
    if (rest.starts_with("new ")) {
        return ""; // what it makes has no name yet
    }
    if (is_word(line[at])) {
        // A member's column is its own; what it is a member of stands before it.
        return tidy(expression_around(line, at));
    }
    if (line[at] == '*' || line[at] == '(' || line[at] == '&') {
        return expression_from(line, at);
    }
    // An operator of assignment, or an index.
    return expression_before(line, at);
}

bool is_wait_at(string_view line, int column) {
    if (!has_column(line, column)) {
        return false;
    }
    const string_view whole = expression_around(line, static_cast<std::size_t>(column - 1));
    const std::size_t member = whole.find_last_of(".>");
    return member == string_view::npos ? whole.starts_with("pthread_cond_")
                                       : whole.substr(member + 1).starts_with("wait");
}

std::string operand_at(string_view line, int column) {
    if (!has_column(line, column)) {
        return "";
    }
    const auto at = static_cast<std::size_t>(column - 1);
    const std::size_t end = end_of_expression(line, at);
    if (line.substr(at).starts_with("delete")) {
        return expression_from(line, end);
    }
    const string_view whole = expression_around(line, at);
    const std::size_t dot = whole.rfind('.');
    const std::size_t arrow = whole.rfind("->");
    const std::size_t member = dot == string_view::npos     ? arrow
                               : arrow == string_view::npos ? dot
                                                            : std::max(dot, arrow);
    if (member != string_view::npos) {
        return tidy(whole.substr(0, member));
    }
    const std::size_t open = skip_blanks(line, end);
    if (open < line.size() && (line[open] == '(' || line[open] == '{')) {
        return tidy(line.substr(open + 1, end_of_argument(line, open + 1) - open - 1));
    }
    return tidy(whole);
}

} // namespace threadlab::judge
