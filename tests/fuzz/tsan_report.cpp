// ThreadSanitizer's reports, into whose channel a submission can write, and what is made of them.

#include "judge/tsan_report.hpp"
#include "judge/race_finding.hpp"
#include "scorecard/diagnosis.hpp"
#include "scorecard/yaml.hpp"
#include "target.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace threadlab;
using fuzz::require;
using judge::TsanReport;

namespace {

bool same(const TsanReport& one, const TsanReport& other) {
    return one.kind == other.kind && one.title == other.title &&
           one.accesses.size() == other.accesses.size() &&
           one.threads.size() == other.threads.size();
}

void add_places(const std::vector<harness::Frame>& frames, judge::Places& places) {
    for (const harness::Frame& frame : frames) {
        const auto line = static_cast<int>(frame.offset % 20);
        const char* const file = frame.offset % 5 == 0 ? "/usr/include/vector" : "threading.cpp";
        const char* const function = frame.offset % 7 == 0 ? "operator delete(void*)" : "add()";
        places[{frame.module, frame.offset}] = {{function, file, line, 1, 1}};
    }
}

judge::Places places_of(const std::vector<TsanReport>& reports) {
    judge::Places places;
    for (const TsanReport& report : reports) {
        for (const auto& access : report.accesses) {
            add_places(access.frames, places);
        }
        for (const auto& thread : report.threads) {
            add_places(thread.frames, places);
        }
    }
    return places;
}

void judge_all(const std::vector<TsanReport>& reports) {
    const auto verdict =
        judge::judge_races(reports, places_of(reports), {"threading.cpp"}, scorecard::rank);
    require(verdict.not_counted <= static_cast<int>(reports.size()), "no report counts twice");
    if (!verdict.finding) {
        return;
    }
    scorecard::Scorecard card;
    card.isolation = "full";
    auto& check = card.checks.emplace_back();
    check.status = scorecard::CheckStatus::failed;
    check.diagnosis = verdict.finding->diagnosis;
    check.at = verdict.finding->at;
    check.steps = verdict.finding->steps;
    check.also = verdict.finding->also;
    check.notes = verdict.notes;
    require(std::holds_alternative<scorecard::Scorecard>(scorecard::read_yaml(to_yaml(card))),
            "what is found can be read back from the scorecard");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto all = judge::read_tsan_reports(text);
    const auto some = judge::read_tsan_reports(text.substr(0, size / 2));
    require(some.size() <= all.size() && std::equal(some.begin(), some.end(), all.begin(), same),
            "half a report never counts");
    judge_all(all);
    return 0;
}
