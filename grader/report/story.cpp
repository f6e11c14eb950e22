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

// What is used, in `room` columns: of `queue->items.size` rather its end than its beginning.
string fitted(const string& what, std::size_t room) {
    if (width_of(what) <= room) {
        return what;
    }
    for (std::size_t i = 0; i + 1 < what.size(); ++i) {
        const bool is_member = what[i] == '.' || what.compare(i, 2, "->") == 0;
        const string rest = " ..." + what.substr(i + (what[i] == '.' ? 1 : 2));
        if (is_member && width_of(rest) <= room) {
            return rest;
        }
    }
    return shortened(what, room);
}

string value_of(const Step& step) {
    return step.saw.empty()       ? ""
           : step.does == "read"  ? " = " + one_line(step.saw)
           : step.does == "write" ? " := " + one_line(step.saw)
                                  : " (" + one_line(step.saw) + ")";
}

// Where there is little room, what is used is cut before its value is.
string cell_of(const Step& step, const string& file, std::size_t room) {
    string place = step.at;
    if (!file.empty() && place.starts_with(file + ":")) {
        place = place.substr(file.size() + 1);
    }
    const string begin = one_line(place.empty() ? step.does : place + ": " + step.does);
    const string what = step.what.empty() ? "" : " " + one_line(step.what);
    const string value = value_of(step);
    const std::size_t taken = width_of(begin) + width_of(value);
    constexpr std::size_t least = 8; // of what is used: less says nothing
    if (taken + std::min(least, width_of(what)) > room) {
        return shortened(begin + what + value, room);
    }
    return begin + fitted(what, room - taken) + value;
}

// The first threads of processes: who starts one says so.
std::map<int, string> names_of(const std::vector<Step>& steps) {
    std::map<int, string> names;
    for (const Step& step : steps) {
        names.try_emplace(step.thread,
                          step.thread == 0 ? "main" : fmt::format("thread {}", step.thread));
    }
    for (auto& [thread, name] : names) {
        const string process = fmt::format("process {}", thread);
        if (std::ranges::any_of(steps, [&](const Step& step) {
                return step.does == "fork" && step.saw == process;
            })) {
            name = process;
        }
    }
    return names;
}

constexpr std::size_t numbers = 4;
constexpr std::size_t gap = 2;

// A column for each thread.
std::vector<string> table_of(const std::vector<Step>& steps, const string& file, std::size_t width,
                             const std::map<int, string>& names) {
    constexpr std::size_t narrowest = 12;
    const std::size_t room = width > numbers ? width - numbers : 0;
    const std::size_t each = std::max(narrowest, room / std::max<std::size_t>(names.size(), 1));
    std::vector<string> lines;
    string head(numbers, ' ');
    std::map<int, std::size_t> columns; // by thread
    for (const auto& [thread, name] : names) {
        columns.try_emplace(thread, columns.size());
        head += padded(name, each);
    }
    lines.push_back(head.substr(0, head.find_last_not_of(' ') + 1));
    int number = 0;
    for (const Step& step : steps) {
        const string cell = cell_of(step, file, each - gap);
        lines.push_back(fmt::format("{:>2}  {}{}", ++number,
                                    string(columns.at(step.thread) * each, ' '), cell));
    }
    return lines;
}

// Where there are too many threads for columns: the thread in front of each step.
std::vector<string> list_of(const std::vector<Step>& steps, const string& file, std::size_t width,
                            const std::map<int, string>& names) {
    std::size_t name_width = 0;
    for (const auto& [thread, name] : names) {
        name_width = std::max(name_width, name.size() + gap);
    }
    const std::size_t room = width - std::min(width, numbers + name_width);
    std::vector<string> lines;
    int number = 0;
    for (const Step& step : steps) {
        lines.push_back(fmt::format("{:>2}  {}{}", ++number,
                                    padded(names.at(step.thread), name_width),
                                    cell_of(step, file, room)));
    }
    return lines;
}

} // namespace

std::vector<string> story_table(const std::vector<Step>& steps, const string& file,
                                std::size_t width) {
    const std::map<int, string> names = names_of(steps); // by thread
    constexpr std::size_t most_columns = 3;
    return names.size() > most_columns ? list_of(steps, file, width, names)
                                       : table_of(steps, file, width, names);
}

} // namespace threadlab::report
