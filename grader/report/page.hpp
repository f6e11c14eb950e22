// The page that the terminal report is written on: columns, labels, colour.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace threadlab::report {

enum class Paint { none, good, bad, dim, heading };

class Page {
public:
    Page(int width, bool colour);

    // `text` in colour, if the page has colour.
    std::string painted(std::string_view text, Paint paint) const;

    void blank();
    void line(std::string_view text);

    // `left`, wrapped and indented by `indent` from its second line on, and `right` at the right
    // edge of its first line. `lead` stands before it and counts `indent` characters.
    void row(std::string_view lead, std::size_t indent, std::string_view left,
             std::string_view right);

    // "  Label      text", wrapped beside the label. An empty label continues the one before.
    void labelled(std::string_view label, std::string_view text);

    // Lines beside a label, as they are; the page cuts none, so they must fit into room().
    void labelled(std::string_view label, const std::vector<std::string>& lines);

    // Lines that a submission chose, behind "| ", chopped to fit; after `most` lines it says how
    // many are left out.
    void foreign(std::string_view label, const std::vector<std::string>& lines, std::size_t most);

    // How many characters fit beside a label.
    std::size_t room() const;

    std::string text() const { return text_; }

private:
    std::size_t width_;
    bool colour_;
    std::string text_;
};

} // namespace threadlab::report
