#include "cli/replay.hpp"

#include "build/submission.hpp"
#include "cli/debugger.hpp"
#include "cli/handed_in.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "judge/grade.hpp"
#include "judge/replay.hpp"
#include "report/explored.hpp"
#include "sandbox/temporary_folder.hpp"
#include "scorecard/yaml.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

const course::Check& explored_check(const course::Exercise& exercise, const std::string& id) {
    const course::Check* check = exercise.find_check(id);
    if (check == nullptr) {
        throw UsageError(exercise.id + " has no check " + id);
    }
    if (check->kind == course::Kind::native || check->kind == course::Kind::timing) {
        throw UsageError(id + " runs for real, not under schedules: there is none to replay");
    }
    return *check;
}

std::string token_in_scorecard(const fs::path& folder, const course::Exercise& exercise,
                               const std::string& check) {
    const fs::path file = folder / (exercise.id + ".yaml");
    if (!fs::is_regular_file(file)) {
        throw UsageError("there is no scorecard " + file.string() +
                         ": check first, or give a token with --schedule");
    }
    const auto card = scorecard::read_yaml(build::read_file(file));
    if (const auto* error = std::get_if<scorecard::ReadError>(&card)) {
        throw UsageError(fmt::format("{}:{}: {}", file.string(), error->line, error->what));
    }
    for (const auto& result : std::get<scorecard::Scorecard>(card).checks) {
        if (result.id == check && !result.replay.empty()) {
            return result.replay;
        }
    }
    throw UsageError(file.string() + " tells of no failing schedule of " + check);
}

report::Explored explored(const judge::Finding& finding, const std::string& file) {
    report::Explored result;
    result.status = to_string(finding.status);
    result.diagnosis = finding.diagnosis;
    result.message =
        finding.status == scorecard::CheckStatus::ungraded ? finding.reason : finding.message;
    result.at = finding.at;
    result.also = finding.also;
    result.steps = finding.steps;
    result.printed = finding.printed;
    result.only_file = file;
    result.claim = "the schedule of this token, once";
    return result;
}

int exit_status_of(const judge::Finding& finding) {
    switch (finding.status) {
    case scorecard::CheckStatus::passed:
        return full_marks;
    case scorecard::CheckStatus::failed:
        return points_lost;
    default:
        return could_not_grade;
    }
}

judge::Ready ready_or_throw(const Places& places, const course::Course& course,
                            const course::Exercise& exercise, sandbox::Sandbox& sandbox) {
    ProgressLine progress(exercise.title);
    judge::Readiness readiness = make_ready(exercise, course, places, sandbox, progress);
    if (const auto* cannot = std::get_if<judge::CannotGrade>(&readiness)) {
        throw std::runtime_error(cannot->why);
    }
    return std::get<judge::Ready>(std::move(readiness));
}

} // namespace

int run_replay(const ReplayOptions& options) {
    const Places places = find_places();
    const course::Course course = load_course(places);
    const course::Exercise exercise = load_exercises(places, course, {options.exercise}).front();
    const course::Check& check = explored_check(exercise, options.check);
    const std::string token = options.schedule
                                  ? *options.schedule
                                  : token_in_scorecard(options.out, exercise, options.check);
    const std::unique_ptr<sandbox::Sandbox> sandbox = open_sandbox(places, options.isolation);
    const build::Submission submission =
        read_handed_in(options.submission, exercise, places, *sandbox);
    const judge::Ready ready = ready_or_throw(places, course, exercise, *sandbox);

    const sandbox::TemporaryFolder folder;
    const build::BuildOrder order{.raced = false, .explored = true, .allow = exercise.allow};
    const build::BuildResult built = build::build_submission(submission, ready.kit, ready.toolchain,
                                                             order, folder.path(), *sandbox);
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&built)) {
        throw std::runtime_error(fault->why);
    }
    if (const auto* broken = std::get_if<build::DoesNotBuild>(&built)) {
        throw UsageError("the submission does not build:\n" + broken->message);
    }
    if (const auto* rejected = std::get_if<build::Rejected>(&built)) {
        throw UsageError("the submission is turned down: " + rejected->message);
    }
    const judge::Bench bench{
        exercise, submission, ready.kit, ready.toolchain, std::get<build::Built>(built), *sandbox};
    const auto decisions = judge::decisions_in(bench, check, token);
    if (const auto* wrong = std::get_if<judge::WrongToken>(&decisions)) {
        throw UsageError(wrong->why);
    }
    if (options.in_debugger) {
        return debug(judge::command_to_debug(bench, check, std::get<std::string>(decisions)),
                     submission);
    }
    const judge::Finding finding = judge::replay(bench, check, std::get<std::string>(decisions));
    fmt::print("{}", report::explored_text(explored(finding, submission.name)));
    return exit_status_of(finding);
}

} // namespace threadlab::cli
