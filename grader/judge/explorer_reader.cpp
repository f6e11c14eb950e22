#include "judge/explorer_reader.hpp"

#include "judge/source_expression.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

namespace threadlab::judge {

using std::string;
using std::string_view;

string Line::at() const {
    return number == 0 ? "" : fmt::format("{}:{}", file, number);
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
            if (sources_.contains(name) && place.line > 0) {
                const bool foreign = frame.module != spot.frames.front().module;
                return {name, place.line, place.column, innermost, foreign};
            }
            innermost = false;
        }
    }
    return {};
}

string Reader::text_of(const Line& line) const {
    const auto source = sources_.find(line.file);
    if (source == sources_.end()) {
        return "";
    }
    string_view rest = source->second;
    for (int number = 1; number < line.number && !rest.empty(); ++number) {
        rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
    }
    return string(rest.substr(0, rest.find('\n')));
}

string Reader::name_of(const ExplorerSpot& spot) const {
    const Line line = line_of(spot);
    if (line.number == 0) {
        return "";
    }
    const string text = text_of(line);
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
