#include "judge/race_check.hpp"

#include "judge/explorer_run.hpp"
#include "judge/fences.hpp"
#include "judge/native_check.hpp"
#include "judge/race_finding.hpp"
#include "judge/tsan_report.hpp"
#include "scorecard/diagnosis.hpp"

#include <array>
#include <dlfcn.h>

namespace threadlab::judge {

namespace {

using scorecard::CheckStatus;

std::vector<harness::Frame> frames_of(const std::vector<TsanReport>& reports) {
    std::vector<harness::Frame> frames;
    for (const TsanReport& report : reports) {
        for (const TsanAccess& access : report.accesses) {
            frames.insert(frames.end(), access.frames.begin(), access.frames.end());
        }
        for (const TsanThread& thread : report.threads) {
            frames.insert(frames.end(), thread.frames.begin(), thread.frames.end());
        }
    }
    return frames;
}

// The C++ library that harness and grader share; empty if it is linked statically.
std::filesystem::path cpp_library() {
    Dl_info found{};
    return dladdr(dlsym(RTLD_DEFAULT, "__cxa_throw"), &found) != 0 ? found.dli_fname : "";
}

// Looks the reports' addresses up in the submission, in the harness, which holds the interceptors,
// and in the C++ library, whose exceptions and shared pointers ThreadSanitizer misjudges.
std::variant<Places, sandbox::MachineFault> places_of(const Bench& bench,
                                                      const std::vector<TsanReport>& reports) {
    const std::vector<harness::Frame> frames = frames_of(reports);
    Places all;
    for (const std::filesystem::path& object :
         {bench.built.object(build::Variant::race), bench.kit.harness_race, cpp_library()}) {
        auto found = symbolise(frames, object, bench.toolchain.symbolizer, bench.sandbox);
        if (auto* fault = std::get_if<sandbox::MachineFault>(&found)) {
            return *fault;
        }
        all.merge(std::get<Places>(found));
    }
    return all;
}

// The first run that did not pass, if any, with what it says apart from races.
Finding without_races(const Bench& bench, const course::Check& check,
                      const std::vector<HarnessRun>& runs) {
    for (const HarnessRun& run : runs) {
        Finding finding = read_run(bench, check, run, bench.built.object(build::Variant::race));
        if (finding.status != CheckStatus::passed) {
            return finding;
        }
    }
    return passed();
}

bool finished(const HarnessRun& run) {
    return run.record && run.record->ended == harness::Ended::finished;
}

bool stuck(const HarnessRun& run) {
    return !std::holds_alternative<sandbox::Exited>(run.outcome.ending);
}

// Several runs under ThreadSanitizer, all that they reported together.
Finding judge_repeats(const Bench& bench, const course::Check& check) {
    std::vector<HarnessRun> runs;
    std::vector<TsanReport> reports;
    bool report_lost = false;
    for (int i = 0; i < check.repeats; ++i) {
        runs.push_back(run_harness(bench, check, build::Variant::race));
        std::vector<TsanReport> found = read_tsan_reports(runs.back().outcome.report);
        report_lost = report_lost || (runs.back().tsan_reported && found.empty());
        for (TsanReport& report : found) {
            // In a run that ended early, nobody had the time to join.
            report.run = i;
            if (report.kind != TsanKind::thread_leak || finished(runs.back())) {
                reports.push_back(std::move(report));
            }
        }
        // A run that hangs or crashes would only do so again, at the full price.
        if (stuck(runs.back())) {
            break;
        }
    }
    const auto places = places_of(bench, reports);
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&places)) {
        return ungraded(fault->why);
    }
    RaceVerdict verdict =
        judge_races(reports, std::get<Places>(places), {bench.exercise.edit}, scorecard::rank);
    Finding finding = without_races(bench, check, runs);
    if (verdict.finding) {
        RaceFinding& race = *verdict.finding;
        finding = failed(race.diagnosis, race.message, race.at);
        finding.steps = std::move(race.steps);
        finding.also = std::move(race.also);
        finding.printed = runs.front().outcome.output;
    } else if (finding.status == CheckStatus::passed && report_lost) {
        finding =
            failed("data-race", "ThreadSanitizer saw a fault, but what it reported was lost: the "
                                "submission closed or used up the descriptor for it");
    }
    finding.notes = std::move(verdict.notes);
    return finding;
}

} // namespace

Finding judge_race(const Bench& bench, const course::Check& check) {
    const ExplorerRun run = run_explorer(bench, check, exploration_of(bench.exercise, check));
    Finding explored = read_explorer_run(bench, check, run);
    // What the explorer sees it sees in every run. Standalone fences it alone understands.
    if (explored.diagnosis == "data-race" || uses_fences(bench.submission.text)) {
        return explored;
    }
    Finding finding = judge_repeats(bench, check);
    if (finding.status != CheckStatus::passed) {
        return finding;
    }
    if (explored.status == CheckStatus::ungraded) {
        return explored;
    }
    if (explored.status == CheckStatus::passed) {
        finding.schedules = explored.schedules;
        finding.claim = explored.claim;
    }
    return finding;
}

} // namespace threadlab::judge
