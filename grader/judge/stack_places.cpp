#include "judge/stack_places.hpp"

#include <set>

namespace threadlab::judge {

StackPlaces::StackPlaces(const Bench& bench, const std::optional<harness::Record>& record,
                         const std::filesystem::path& object)
    : file_(bench.exercise.edit) {
    std::vector<harness::Frame> frames;
    if (record) {
        for (const harness::Stack& stack : record->stacks) {
            frames.insert(frames.end(), stack.frames.begin(), stack.frames.end());
        }
        for (const harness::Failure& failure : record->failures) {
            if (failure.at) {
                frames.push_back(*failure.at);
            }
        }
    }
    if (frames.empty()) {
        return;
    }
    auto looked_up = symbolise(frames, object, bench.toolchain.symbolizer, bench.sandbox);
    if (auto* places = std::get_if<Places>(&looked_up)) {
        places_ = std::move(*places);
    }
    for (const harness::Stack& stack : record->stacks) {
        const std::vector<Place> own = own_places(stack.frames);
        if (!own.empty()) {
            lines_.push_back({stack.thread, own.front(), own.back()});
        }
    }
}

std::vector<Place> StackPlaces::own_places(const std::vector<harness::Frame>& frames) const {
    std::vector<Place> own;
    for (const harness::Frame& frame : frames) {
        const auto found = places_.find({frame.module, frame.offset});
        if (found == places_.end()) {
            continue;
        }
        for (const Place& place : found->second) {
            if (place.line > 0 && is_of(place, file_)) {
                own.push_back(place);
            }
        }
    }
    return own;
}

std::string StackPlaces::of(const harness::Failure& failure) const {
    const auto own = failure.at ? own_places({*failure.at}) : std::vector<Place>{};
    return own.empty() ? "" : file_ + ":" + std::to_string(own.front().line);
}

std::string StackPlaces::innermost() const {
    return lines_.empty() ? "" : file_ + ":" + std::to_string(lines_.front().innermost.line);
}

std::string StackPlaces::outermost_function() const {
    if (lines_.empty()) {
        return "";
    }
    return file_ + ":" + std::to_string(first_line(lines_.front().outermost));
}

std::vector<scorecard::Step> StackPlaces::waiting_threads() const {
    std::vector<scorecard::Step> steps;
    std::set<int> told;
    for (const Line& line : lines_) {
        if (line.thread > 0 && !told.insert(line.innermost.line).second) {
            continue;
        }
        steps.push_back({.thread = line.thread,
                         .does = "wait",
                         .what = "",
                         .saw = "",
                         .at = file_ + ":" + std::to_string(line.innermost.line)});
    }
    return steps;
}

} // namespace threadlab::judge
