// The explorer's record, and the story that is told of it: both must hold for any bytes, as the
// submission ran in the process that sent them.

#include "judge/explorer_record.hpp"
#include "judge/explorer_story.hpp"
#include "scorecard/yaml.hpp"
#include "target.hpp"

#include <algorithm>
#include <string>

using namespace threadlab;
using fuzz::require;

namespace {

constexpr const char* source = "#include \"task.hpp\"\n"
                               "int count = 0;\n"
                               "std::mutex m;\n"
                               "void add() {\n"
                               "    std::lock_guard guard(m);\n"
                               "    total[index(i)]->count += *next++;\n"
                               "    changed.wait(lock, [&] { return (ready); });\n"
                               "    pthread_mutex_lock(&m); assert(f(a, b\n"
                               "}";
constexpr int lines = 9;

// Addresses all over the source, and beside it.
judge::Places places_of(const judge::ExplorerRecord& record) {
    judge::Places places;
    for (const harness::Frame& frame : judge::frames_of(record)) {
        const auto line = static_cast<int>(frame.offset % 13);
        const auto column = static_cast<int>(frame.offset / 13 % 60);
        const bool inlined = frame.offset % 3 == 0;
        auto& here = places[{frame.module, frame.offset}];
        if (inlined) {
            here.push_back({"std::lock()", "/usr/include/mutex", 9, 8, 7});
        }
        here.push_back({"add()", "./task.cpp", line, line, column});
    }
    return places;
}

bool exists(const std::string& at) {
    if (at.empty()) {
        return true;
    }
    for (int line = 1; line <= lines; ++line) {
        if (at == "task.cpp:" + std::to_string(line)) {
            return true;
        }
    }
    return false;
}

void tell(const judge::ExplorerRecord& record) {
    const judge::Story story = judge::tell(record, places_of(record), {{"task.cpp", source}});
    require(exists(story.at), "a story is told at a line that exists");
    require(std::ranges::all_of(story.steps, [](const auto& step) { return exists(step.at); }),
            "a step stands at a line that exists");
    scorecard::Scorecard card;
    card.isolation = "full";
    auto& check = card.checks.emplace_back();
    check.status = scorecard::CheckStatus::failed;
    check.diagnosis = story.diagnosis;
    check.steps = story.steps;
    check.also = story.also;
    for (const harness::Failure& unmet : record.unmet) {
        check.also.push_back(unmet.code);
    }
    require(std::holds_alternative<scorecard::Scorecard>(scorecard::read_yaml(to_yaml(card))),
            "what is told can be read back from the scorecard");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::text_of(data, size));
    const auto record = judge::read_explorer_record(text);
    if (!record) {
        return 0;
    }
    require(!judge::read_explorer_record(text + text), "two records are none");
    require(!judge::read_explorer_record(text + "end\n"),
            "a record with something behind it is none");
    require(!judge::read_explorer_record("\n" + text), "a record with something before it is none");
    require(!judge::read_explorer_record(text.substr(0, size - 1)),
            "a record that was cut off is none");
    if (record->failed && record->harm != "check-fault" &&
        (record->race || !record->harm.empty())) {
        tell(*record);
    }
    return 0;
}
