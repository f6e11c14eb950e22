#include "judge/explorer_run.hpp"

#include "build/cache.hpp"
#include "build/flags.hpp"
#include "harness/challenge.hpp"
#include "judge/explorer_claim.hpp"
#include "judge/explorer_story.hpp"
#include "judge/limit_finding.hpp"
#include "judge/native_check.hpp"
#include "judge/stack_places.hpp"
#include "scorecard/diagnosis.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace threadlab::judge {

namespace {

using scorecard::CheckStatus;

// How many schedules look for a data race, which need not do harm in any of them.
constexpr int for_a_race = 100;

bool is_hidden(const course::Check& check) {
    return check.visibility != course::Visibility::visible;
}

// For all schedules together. A single one may compute for some seconds, and a failing one is run
// several times.
sandbox::Limits limits_of(const course::Limits& limits) {
    constexpr double time_factor = 20;
    constexpr double least_seconds = 60;
    // Nothing that a schedule gives back is used again, so that what is used later is seen.
    constexpr std::int64_t memory_factor = 4;
    constexpr int most_threads = 1100;
    constexpr std::int64_t spare_output = 4096;
    sandbox::Limits box;
    box.cpu_seconds = std::max(least_seconds, limits.seconds * time_factor);
    box.wall_seconds = box.cpu_seconds;
    box.memory_bytes = (std::int64_t{limits.memory_mb} << 20) * memory_factor;
    box.processes = most_threads;
    box.output_bytes = (std::int64_t{limits.output_kb} << 10) + spare_output;
    return box;
}

std::string options_of(const course::Check& check, const Exploration& asked) {
    std::string options =
        fmt::format("LAB_EXPLORE=record={},schedules={},output={},memory={}", harness::own_record,
                    asked.schedules, check.limits.output_kb * 1024, check.limits.memory_mb);
    if (asked.may_fork) {
        options += ",processes=yes";
    }
    if (asked.virtual_time) {
        options += ",time=virtual";
    }
    if (asked.races_only) {
        options += ",seek=races";
    }
    if (asked.cores > 0) {
        options += fmt::format(",cores={}", asked.cores);
    }
    if (asked.replay) {
        options += ",replay=" + *asked.replay;
    }
    if (asked.in_debugger) {
        options += ",debug=yes";
    }
    return options;
}

bool fits(const ExplorerRecord& record, const sandbox::Ending& ending) {
    const auto* exited = std::get_if<sandbox::Exited>(&ending);
    return exited != nullptr && exited->status == (record.failed ? 1 : 0);
}

// One thing that is wrong, in words.
struct Fault {
    std::string diagnosis;
    std::string message;
    std::string at;
};

// Those that do not follow from a data race.
bool outranks_a_race(const std::string& diagnosis) {
    return diagnosis == "forged-result" || diagnosis == "forbidden-call";
}

std::string message_of(const Story& story, const ExplorerRecord& record,
                       const course::Check& check) {
    if (story.diagnosis == "terminate" && !record.detail.empty()) {
        return "an exception left a thread, or passed a noexcept function, and nothing caught "
               "it: " +
               record.detail;
    }
    if (story.diagnosis == "output-limit") {
        return too_much_output(check).message;
    }
    return story.message;
}

// All that is wrong, the root cause first and the rest as it came.
std::vector<Fault> faults_of(const ExplorerRecord& record, const Story& story,
                             const course::Check& check) {
    std::vector<Fault> faults;
    faults.reserve(record.unmet.size() + 2);
    for (const harness::Failure& unmet : record.unmet) {
        faults.push_back({unmet.code, unmet.message, ""});
    }
    const auto is_known = [&](const std::string& diagnosis) {
        return std::any_of(faults.begin(), faults.end(),
                           [&](const Fault& fault) { return fault.diagnosis == diagnosis; });
    };
    if (!record.harm.empty() && !is_known(record.harm)) {
        faults.push_back({record.harm, message_of(story, record, check), story.at});
    }
    const auto by_rank = [](const Fault& a, const Fault& b) {
        return scorecard::rank(a.diagnosis) < scorecard::rank(b.diagnosis);
    };
    const auto root = std::min_element(faults.begin(), faults.end(), by_rank);
    if (root != faults.end()) {
        std::rotate(faults.begin(), root, root + 1);
    }
    if (record.race) {
        const Fault race{story.diagnosis, story.message, story.at};
        const bool second = !faults.empty() && outranks_a_race(faults.front().diagnosis);
        faults.insert(faults.begin() + (second ? 1 : 0), race);
    }
    return faults;
}

// Where in a loop the time was up varies; in which function of the submission it began does not.
std::string outermost_function(const ExplorerSpot& spot, const Places& places,
                               const std::string& file) {
    std::string at;
    for (const harness::Frame& frame : spot.frames) {
        const auto found = places.find({frame.module, frame.offset - 1});
        if (found == places.end()) {
            continue;
        }
        for (const Place& place : found->second) {
            if (first_line(place) > 0 && is_of(place, file)) {
                at = fmt::format("{}:{}", file, first_line(place));
            }
        }
    }
    return at;
}

Finding from_story(const Bench& bench, const course::Check& check, const ExplorerRecord& record,
                   const Story& story) {
    const std::vector<Fault> faults = faults_of(record, story, check);
    if (faults.empty()) {
        return ungraded("the explorer did not say what failed");
    }
    const Fault& first = faults.front();
    Finding finding = failed(first.diagnosis, first.message, first.at);
    for (const Fault& fault : faults) {
        auto& also = finding.also;
        if (fault.diagnosis != first.diagnosis &&
            std::find(also.begin(), also.end(), fault.diagnosis) == also.end()) {
            also.push_back(fault.diagnosis);
        }
    }
    if (record.refused > 0) {
        finding = too_many_threads(check, first.at);
    }
    if (!finding.diagnosis.ends_with("-limit")) {
        finding.steps = story.steps; // of what needs no certain order, none is told
    }
    if (record.replay) {
        finding.replay = replay_token(bench, check, *record.replay);
    }
    return finding;
}

bool has_part_in_race(const ExplorerRecord& record, const std::filesystem::path& submission) {
    const std::string module = submission.filename().string();
    const auto is_below = [&](const ExplorerSpot& spot) {
        return std::any_of(spot.frames.begin(), spot.frames.end(),
                           [&](const auto& frame) { return frame.module == module; });
    };
    return is_below(*record.race) || is_below(*record.race_with);
}

Finding from_failure(const Bench& bench, const course::Check& check, const ExplorerRecord& record) {
    if (record.harm == "check-fault") {
        return ungraded(record.detail);
    }
    const auto places = symbolise(frames_of(record), bench.built.object(build::Variant::explore),
                                  bench.toolchain.symbolizer, bench.sandbox);
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&places)) {
        return ungraded(fault->why);
    }
    Story story =
        tell(record, std::get<Places>(places), {{bench.submission.name, bench.submission.text}});
    if (story.diagnosis == "time-limit") {
        story.at = outermost_function(record.at, std::get<Places>(places), bench.submission.name);
    }
    // A submission may be compiled in a way that leaves its lines out.
    if (record.race && story.at.empty() &&
        !has_part_in_race(record, bench.built.object(build::Variant::explore))) {
        return ungraded("the check itself has a data race, in which the submission has no part");
    }
    return from_story(bench, check, record, story);
}

Finding from_limit(const sandbox::LimitReached& limit, const course::Check& check) {
    if (limit.which == sandbox::Limit::memory) {
        return too_much_memory(check);
    }
    if (limit.which == sandbox::Limit::output) {
        return too_much_output(check);
    }
    return failed(
        "time-limit",
        fmt::format("its schedules were still computing after {:g} s of CPU time together",
                    limits_of(check.limits).cpu_seconds));
}

} // namespace

Exploration exploration_of(const course::Exercise& exercise, const course::Check& check) {
    Exploration asked;
    asked.may_fork = course::allows(exercise.allow, "processes");
    asked.races_only = check.kind == course::Kind::race;
    asked.schedules = asked.races_only ? for_a_race : check.schedules;
    asked.virtual_time = check.kind == course::Kind::virtual_time;
    asked.cores = asked.virtual_time ? check.cores.value_or(0) : 0;
    return asked;
}

sandbox::Command explorer_command(const Bench& bench, const course::Check& check,
                                  const Exploration& asked, const std::string& nonce) {
    constexpr build::Variant variant = build::Variant::explore;
    sandbox::Command command;
    command.argv = {"./harness", "./submission.so", "./checks.so", check.test};
    command.files = {{bench.kit.harness(variant), "harness"},
                     {bench.built.object(variant), "submission.so"},
                     {bench.kit.checks(variant, is_hidden(check)), "checks.so"}};
    command.input = harness::write_challenge({nonce, asked.decoy}) + "\n";
    command.environment = harness_environment(bench, check);
    // Bound at once: what is bound later differs from schedule to schedule.
    command.environment.insert(command.environment.end(),
                               {"LD_BIND_NOW=1", options_of(check, asked)});
    command.fixed_addresses = true;
    command.calls = calls_of(bench.exercise);
    command.forks = true; // a child for each schedule that is not as clean in the same process
    command.dump_on_limit = true;
    return command;
}

ExplorerRun run_explorer(const Bench& bench, const course::Check& check, const Exploration& asked) {
    const std::string nonce = new_nonce();
    const sandbox::Command command = explorer_command(bench, check, asked, nonce);
    ExplorerRun run{bench.sandbox.run(command, limits_of(check.limits)), std::nullopt,
                    std::nullopt};
    run.record = read_explorer_record(run.outcome.record);
    if (run.record && (run.record->nonce != nonce || !fits(*run.record, run.outcome.ending))) {
        run.record.reset();
    }
    run.early = harness::read_record(run.outcome.record);
    if (run.early && (run.early->nonce != nonce || run.early->ended == harness::Ended::finished)) {
        run.early.reset();
    }
    return run;
}

Finding read_explorer_run(const Bench& bench, const course::Check& check, const ExplorerRun& run) {
    Finding finding;
    if (!run.outcome.report.empty()) {
        finding = wrote_where_results_go();
    } else if (run.record) {
        finding = run.record->failed ? from_failure(bench, check, *run.record) : passed();
        finding.schedules = run.record->schedules;
        finding.measured = run.record->measured;
        if (finding.status == CheckStatus::passed) {
            finding.claim = claim_of(*run.record);
        }
    } else if (run.early && run.early->ended == harness::Ended::stopped) {
        finding = failed("time-limit", "it computes without end before main",
                         StackPlaces(bench, run.early, bench.built.object(build::Variant::explore))
                             .outermost_function());
    } else if (const auto* limit = std::get_if<sandbox::LimitReached>(&run.outcome.ending);
               limit != nullptr && !run.early) {
        finding = from_limit(*limit, check);
    } else {
        // What goes wrong before any schedule goes wrong as it would natively.
        finding = read_run(bench, check, {run.outcome, run.early, false},
                           bench.built.object(build::Variant::explore));
    }
    if (finding.status == CheckStatus::failed) {
        finding.printed = run.outcome.output;
    }
    return finding;
}

std::string fingerprint(const Bench& bench, const course::Check& check) {
    constexpr build::Variant variant = build::Variant::explore;
    build::Ingredients all;
    all.add(bench.toolchain.version).add(bench.submission.name).add(bench.submission.text);
    for (const std::string& flag : build::subject_flags(bench.toolchain, variant)) {
        all.add(flag);
    }
    // The harness holds the runtime.
    all.add_file(bench.kit.harness(variant));
    all.add_file(bench.kit.checks(variant, is_hidden(check)));
    constexpr std::size_t digits = 8;
    return all.key().substr(0, digits);
}

std::string replay_token(const Bench& bench, const course::Check& check,
                         const std::string& decisions) {
    return fmt::format("{}/{}@r1-{}-{}", bench.exercise.id, check.id, fingerprint(bench, check),
                       decisions);
}

} // namespace threadlab::judge
