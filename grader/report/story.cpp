#include "report/story.hpp"

#include "report/sanitise.hpp"
#include "report/wrap.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace threadlab::report {
namespace {

using scorecard::Step;
using std::string;

string cell_of(const Step& step, const string& file) {
    string place = step.at;
    if (!file.empty() && place.starts_with(file + ":")) {
        place = place.substr(file.size() + 1);
    }
    string text = place.empty() ? step.does : place + ": " + step.does;
    text += step.what.empty() ? "" : " " + step.what;
    if (!step.saw.empty()) {
        text += step.does == "read"    ? " = " + step.saw
                : step.does == "write" ? " := " + step.saw
                                       : " (" + step.saw + ")";
    }
    return one_line(text);
}

string name_of(int thread) {
    return thread == 0 ? "main" : fmt::format("thread {}", thread);
}

constexpr std::size_t numbers = 4;
constexpr std::size_t gap = 2;

// A column for each thread.
std::vector<string> table_of(const std::vector<Step>& steps, const string& file, std::size_t width,
                             const std::map<int, std::size_t>& columns) {
    constexpr std::size_t narrowest = 12;
    const std::size_t room = width > numbers ? width - numbers : 0;
    const std::size_t each = std::max(narrowest, room / std::max<std::size_t>(columns.size(), 1));
    std::vector<string> lines;
    string head(numbers, ' ');
    for (const auto& [thread, column] : columns) {
        head += padded(name_of(thread), each);
    }
    lines.push_back(head.substr(0, head.find_last_not_of(' ') + 1));
    int number = 0;
    for (const Step& step : steps) {
        const string cell = shortened(cell_of(step, file), each - gap);
        lines.push_back(fmt::format("{:>2}  {}{}", ++number,
                                    string(columns.at(step.thread) * each, ' '), cell));
    }
    return lines;
}

// Where there are too many threads for columns: the thread in front of each step.
std::vector<string> list_of(const std::vector<Step>& steps, const string& file, std::size_t width) {
    std::size_t name_width = 0;
    for (const Step& step : steps) {
        name_width = std::max(name_width, name_of(step.thread).size() + gap);
    }
    const std::size_t room = width - std::min(width, numbers + name_width);
    std::vector<string> lines;
    int number = 0;
    for (const Step& step : steps) {
        lines.push_back(fmt::format("{:>2}  {}{}", ++number,
                                    padded(name_of(step.thread), name_width),
                                    shortened(cell_of(step, file), room)));
    }
    return lines;
}

} // namespace

std::vector<string> story_table(const std::vector<Step>& steps, const string& file,
                                std::size_t width) {
    std::map<int, std::size_t> columns; // by thread
    for (const Step& step : steps) {
        columns.try_emplace(step.thread, 0);
    }
    std::size_t next = 0;
    for (auto& [thread, column] : columns) {
        column = next++;
    }
    constexpr std::size_t most_columns = 3;
    return columns.size() > most_columns ? list_of(steps, file, width)
                                         : table_of(steps, file, width, columns);
}

} // namespace threadlab::report
