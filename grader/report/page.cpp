#include "report/page.hpp"

#include "report/wrap.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace threadlab::report {
namespace {

constexpr std::size_t label_width = 13; // two spaces, the longest label, a space
constexpr std::size_t narrowest = 50;
constexpr std::size_t least_right = 7; // "  10/10": the same column for all rows

std::string_view code_of(Paint paint) {
    switch (paint) {
    case Paint::good:
        return "\x1b[32m";
    case Paint::bad:
        return "\x1b[1;31m";
    case Paint::dim:
        return "\x1b[2m";
    case Paint::heading:
        return "\x1b[1m";
    case Paint::none:
        break;
    }
    return "";
}

} // namespace

Page::Page(int width, bool colour)
    : width_(std::max(narrowest, static_cast<std::size_t>(std::max(width, 0)))), colour_(colour) {}

std::string Page::painted(std::string_view text, Paint paint) const {
    if (!colour_ || paint == Paint::none) {
        return std::string(text);
    }
    return fmt::format("{}{}\x1b[0m", code_of(paint), text);
}

void Page::blank() {
    text_ += '\n';
}

void Page::line(std::string_view text) {
    text_.append(text).append("\n");
}

void Page::row(std::string_view lead, std::size_t indent, std::string_view left,
               std::string_view right) {
    const std::size_t taken = right.empty() ? 0 : std::max(least_right, width_of(right) + 2);
    const std::size_t room = width_ - indent - taken;
    const auto lines = wrapped(left, room);
    const std::size_t gap = width_ - indent - width_of(lines[0]) - width_of(right);
    line(fmt::format("{}{}{}{}", lead, lines[0], std::string(right.empty() ? 0 : gap, ' '), right));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        line(std::string(indent, ' ') + lines[i]);
    }
}

void Page::labelled(std::string_view label, std::string_view text) {
    labelled(label, wrapped(text, room()));
}

void Page::labelled(std::string_view label, const std::vector<std::string>& lines) {
    std::string lead = "  " + padded(label, label_width - 2);
    for (const std::string& text : lines) {
        line(lead + text);
        lead = std::string(label_width, ' ');
    }
}

void Page::foreign(std::string_view label, const std::vector<std::string>& lines,
                   std::size_t most) {
    std::vector<std::string> shown;
    for (const std::string& text : lines) {
        for (const std::string& piece : chopped(text, room() - 2)) {
            shown.push_back(piece.empty() ? "|" : "| " + piece);
        }
    }
    if (shown.size() > most) {
        const std::size_t left_out = shown.size() - most;
        shown.resize(most);
        shown.push_back(fmt::format("({} more line{})", left_out, left_out == 1 ? "" : "s"));
    }
    labelled(label, shown);
}

std::size_t Page::room() const {
    return width_ - label_width;
}

} // namespace threadlab::report
