#include "course/due_date.hpp"

#include <chrono>
#include <cstddef>

namespace threadlab::course {

namespace {

// Whether `text` is like `pattern`, in which 0 stands for any digit.
bool matches(std::string_view text, std::string_view pattern) {
    if (text.size() != pattern.size())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == '0' ? !digit : text[i] != pattern[i])
            return false;
    }
    return true;
}

int digits(std::string_view text, std::size_t from, std::size_t count) {
    int value = 0;
    for (const char digit : text.substr(from, count))
        value = value * 10 + (digit - '0');
    return value;
}

bool is_offset(std::string_view text) {
    if (text == "Z")
        return true;
    if (!matches(text, "+00:00") && !matches(text, "-00:00"))
        return false;
    return digits(text, 1, 2) <= 14 && digits(text, 4, 2) <= 59;
}

} // namespace

bool is_due_date(std::string_view text) {
    constexpr std::string_view pattern = "0000-00-00T00:00:00";
    if (text.size() < pattern.size() || !matches(text.substr(0, pattern.size()), pattern))
        return false;
    const std::chrono::year_month_day date{
        std::chrono::year(digits(text, 0, 4)),
        std::chrono::month(static_cast<unsigned>(digits(text, 5, 2))),
        std::chrono::day(static_cast<unsigned>(digits(text, 8, 2)))};
    return date.ok() && digits(text, 11, 2) <= 23 && digits(text, 14, 2) <= 59 &&
           digits(text, 17, 2) <= 59 && is_offset(text.substr(pattern.size()));
}

} // namespace threadlab::course
