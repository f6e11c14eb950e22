#include "judge/explorer_reader.hpp"

#include "judge/source_expression.hpp"

#include <fmt/format.h>

namespace threadlab::judge {

using std::string;
using std::string_view;

namespace {

std::vector<string_view> split_lines(string_view text) {
    std::vector<string_view> lines;
    for (std::size_t end = text.find('\n'); end != string_view::npos; end = text.find('\n')) {
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    lines.push_back(text);
    return lines;
}

} // namespace

string Line::at() const {
    return number == 0 ? "" : fmt::format("{}:{}", file, number);
}

Reader::Reader(const Places& places, const Sources& sources) : places_(places) {
    for (const auto& [name, text] : sources) {
        lines_[name] = split_lines(text);
    }
}

bool Reader::has_line(const string& file, int number) const {
    const auto lines = lines_.find(file);
    return lines != lines_.end() && number > 0 &&
           static_cast<std::size_t>(number) <= lines->second.size();
}

Line Reader::line_of(const ExplorerSpot& spot) const {
    bool innermost = true;
    for (const harness::Frame& frame : spot.frames) {
        // A return address lies behind its call.
        const auto found = places_.find({frame.module, frame.offset - 1});
        if (found == places_.end()) {
            innermost = false;
            continue;
        }
        for (const Place& place : found->second) {
            const string name = place.file.substr(place.file.rfind('/') + 1);
            if (has_line(name, place.line)) {
                const bool foreign = frame.module != spot.frames.front().module;
                return {name, place.line, place.column, innermost, foreign};
            }
            innermost = false;
        }
    }
    return {};
}

string_view Reader::text_of(const Line& line) const {
    return lines_.at(line.file)[static_cast<std::size_t>(line.number - 1)];
}

string Reader::name_of(const ExplorerSpot& spot) const {
    const Line line = line_of(spot);
    if (line.number == 0) {
        return "";
    }
    const string_view text = text_of(line);
    if (is_access(spot) && line.innermost) {
        return accessed_at(text, line.column);
    }
    const bool relocks = spot.does == "lock" && is_wait_at(text, line.column);
    if (spot.does == "unlock" || relocks) {
        // Where a guard ends, or a wait, the lock is not named: but where it was taken, it was.
        const auto named = locks_.find(spot.object);
        return named == locks_.end() ? "" : named->second;
    }
    return operand_at(text, line.column);
}

void Reader::learn_names(const ExplorerRecord& record) {
    for (const ExplorerStep& step : record.steps) {
        if (step.spot.does == "lock" || step.spot.does == "try-lock") {
            if (const string name = name_of(step.spot); !name.empty()) {
                locks_.try_emplace(step.spot.object, name);
            }
        }
    }
}

bool Reader::is_access(const ExplorerSpot& spot) {
    return spot.does == "read" || spot.does == "write" || spot.does == "update";
}

} // namespace threadlab::judge
