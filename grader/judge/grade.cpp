#include "judge/grade.hpp"

#include "build/oddities.hpp"
#include "judge/about.hpp"
#include "judge/bench.hpp"
#include "judge/decoy.hpp"
#include "judge/explore_check.hpp"
#include "judge/figure.hpp"
#include "judge/graph.hpp"
#include "judge/native_check.hpp"
#include "judge/race_check.hpp"
#include "judge/tally.hpp"
#include "judge/timing_check.hpp"
#include "judge/virtual_check.hpp"
#include "sandbox/temporary_folder.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace threadlab::judge {

namespace fs = std::filesystem;

namespace {

using scorecard::CheckStatus;
using scorecard::Scorecard;

Finding run_kind(const Bench& bench, const course::Check& check) {
    switch (check.kind) {
    case course::Kind::native:
        return judge_native(bench, check);
    case course::Kind::explore:
        return judge_explore(bench, check);
    case course::Kind::virtual_time:
        return judge_virtual(bench, check);
    case course::Kind::race:
        return judge_race(bench, check);
    case course::Kind::timing:
        return judge_timing(bench, check);
    }
    std::abort();
}

// Runs the checks of one submission, each after its needs.
class Run {
public:
    explicit Run(const Bench& bench, int workers, const Progress& progress)
        : bench_(bench), workers_(workers), progress_(progress),
          findings_(bench.exercise.checks.size()) {}

    std::vector<Finding> findings() {
        progress_(0, findings_.size());
        run_in_order(bench_.exercise.checks, workers_, [this](std::size_t i) {
            findings_[i] = finding(bench_.exercise.checks[i]);
            progress_(++done_, findings_.size());
        });
        look_for_forgery();
        return std::move(findings_);
    }

private:
    Finding finding(const course::Check& check) {
        try {
            const std::optional<Finding> unmet = unmet_need(check);
            // A race may be why a need was not met, and would explain it.
            if (!unmet) {
                return finished(run_kind(bench_, check), check);
            }
            if (check.kind != course::Kind::race || unmet->status == CheckStatus::ungraded) {
                return *unmet;
            }
            Finding race = run_kind(bench_, check);
            return race.diagnosis == "data-race" ? race : *unmet;
        } catch (const std::exception& error) {
            return ungraded(fmt::format("the grader failed: {}", error.what()));
        }
    }

    // After all checks: which of them passed must be known.
    void look_for_forgery() {
        const std::vector<std::size_t> decoys = choose_decoys(bench_, findings_);
        std::vector<course::Check> checks;
        for (const std::size_t decoy : decoys) {
            checks.push_back(bench_.exercise.checks[decoy]);
            checks.back().needs.clear(); // they passed
        }
        run_in_order(checks, workers_, [&](std::size_t i) {
            try {
                if (auto forged = try_decoy(bench_, checks[i])) {
                    findings_[decoys[i]] = std::move(*forged);
                }
            } catch (const std::exception& error) {
                findings_[decoys[i]] = ungraded(fmt::format("the grader failed: {}", error.what()));
            }
        });
    }

    // What the kinds have in common.
    Finding finished(Finding finding, const course::Check& check) const {
        if (finding.status == CheckStatus::passed && check.figure) {
            return with_figure(std::move(finding), *check.figure);
        }
        return told_at_function(std::move(finding), bench_, check);
    }

    std::optional<Finding> unmet_need(const course::Check& check) const {
        for (const std::string& need : check.needs) {
            const course::Exercise& exercise = bench_.exercise;
            const auto index = exercise.find_check(need) - exercise.checks.data();
            switch (findings_[static_cast<std::size_t>(index)].status) {
            case CheckStatus::passed:
                break;
            case CheckStatus::failed:
                return skipped("it needs " + need + ", which failed");
            case CheckStatus::skipped:
                return skipped("it needs " + need + ", which was skipped");
            case CheckStatus::ungraded:
                return ungraded("it needs " + need + ", which could not be graded");
            }
        }
        return std::nullopt;
    }

    const Bench& bench_;
    int workers_;
    const Progress& progress_;
    std::vector<Finding> findings_; // each written once, before what needs it is started
    std::atomic<std::size_t> done_{0};
};

std::string now_utc() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(
                                                    std::chrono::system_clock::now())));
}

std::string host_name() {
    char name[256] = {};
    gethostname(name, sizeof name - 1);
    return name;
}

build::BuildOrder order_for(const course::Exercise& exercise) {
    using course::Kind;
    build::BuildOrder order{.raced = false, .explored = false, .allow = exercise.allow};
    for (const course::Check& check : exercise.checks) {
        order.raced = order.raced || check.kind == Kind::race;
        order.explored =
            order.explored || (check.kind != Kind::native && check.kind != Kind::timing);
    }
    return order;
}

Scorecard tally_unready(const course::Exercise& exercise, const CannotGrade& cannot) {
    return tally_ungraded(exercise, cannot.why + (cannot.mend.empty() ? "" : "; " + cannot.mend));
}

// What the checks are run on; or the scorecard of what cannot be run.
using Runnable = std::variant<build::Built, Scorecard>;

Runnable build_once(const course::Exercise& exercise, const build::Submission& submission,
                    const Ready& ready, const fs::path& folder, sandbox::Sandbox& sandbox) {
    build::BuildResult result = build::build_submission(submission, ready.kit, ready.toolchain,
                                                        order_for(exercise), folder, sandbox);
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&result)) {
        return tally_ungraded(exercise, fault->why);
    }
    if (const auto* broken = std::get_if<build::DoesNotBuild>(&result)) {
        return tally_unbuilt(exercise, {"does-not-build", broken->message, broken->at});
    }
    if (const auto* rejected = std::get_if<build::Rejected>(&result)) {
        return tally_rejected(exercise, {"forbidden-call", rejected->message, rejected->at});
    }
    return std::get<build::Built>(std::move(result));
}

Scorecard run_checks(const Runnable& runnable, const course::Exercise& exercise,
                     const build::Submission& submission, const Readiness& readiness,
                     sandbox::Sandbox& sandbox, int workers, const Progress& progress) {
    if (const auto* unbuilt = std::get_if<Scorecard>(&runnable)) {
        return *unbuilt;
    }
    const Ready& ready = std::get<Ready>(readiness);
    const Bench bench{
        exercise, submission, ready.kit, ready.toolchain, std::get<build::Built>(runnable),
        sandbox};
    return tally(exercise, Run(bench, workers, progress).findings());
}

void add_flags(Scorecard& card, const std::vector<build::Oddity>& oddities) {
    for (const build::Oddity& oddity : oddities) {
        card.flags.push_back(
            {oddity.what, oddity.line == 0 ? "" : card.file + ":" + std::to_string(oddity.line)});
    }
}

// Writes down what was graded, and with what.
void fill_in_heading(Scorecard& card, const course::Exercise& exercise,
                     const build::Submission& submission, const Readiness& readiness,
                     const sandbox::Sandbox& sandbox) {
    if (const auto* ready = std::get_if<Ready>(&readiness)) {
        card.compiler = ready->toolchain.name();
        card.standard = ready->toolchain.standard;
    }
    card.exercise = exercise.id;
    card.file = submission.name;
    card.sha256 = build::sha256(submission.text);
    add_flags(card, build::find_oddities(submission.text));
    card.isolation = to_string(sandbox.level());
    card.isolation_lacks = sandbox.missing();
    card.run.host = host_name();
}

} // namespace

Readiness make_ready(const course::Exercise& exercise, const course::Toolchain& wanted,
                     const build::OwnParts& own, const build::Cache& cache,
                     sandbox::Sandbox& sandbox, const build::Announce& announce) {
    const auto toolchain = build::find_toolchain(wanted.compiler, wanted.standard, sandbox);
    if (const auto* none = std::get_if<build::NoToolchain>(&toolchain)) {
        return CannotGrade{none->why, none->mend};
    }
    const auto& found = std::get<build::Toolchain>(toolchain);
    auto kit = build::prepare_kit(exercise, found, own, cache, sandbox, announce);
    if (const auto* error = std::get_if<build::KitError>(&kit)) {
        if (error->by_author) {
            throw BadChecks(exercise.folder.string() + ": " + error->why);
        }
        return CannotGrade{error->why, ""};
    }
    return Ready{found, std::move(std::get<build::Kit>(kit))};
}

course::Exercise narrow(const course::Exercise& exercise, const Part& part) {
    std::vector<std::string> wanted;
    const auto want = [&](const std::string& id) {
        if (std::find(wanted.begin(), wanted.end(), id) == wanted.end()) {
            wanted.push_back(id);
        }
    };
    for (const course::Check& check : exercise.checks) {
        const auto task = std::find_if(exercise.tasks.begin(), exercise.tasks.end(),
                                       [&](const auto& other) { return other.id == check.task; });
        const bool in_step = !part.step || task - exercise.tasks.begin() < *part.step;
        if (in_step && (!part.check || *part.check == check.id)) {
            want(check.id);
        }
    }
    // What they need, and what that needs: `wanted` grows while it is walked.
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        for (const course::Check& check : exercise.checks) {
            if (check.id == wanted[i]) {
                std::for_each(check.needs.begin(), check.needs.end(), want);
            }
        }
    }
    course::Exercise narrowed = exercise;
    if (part.step || part.check) {
        // What was not asked for is not missing.
        narrowed.hidden_points = 0;
    }
    std::erase_if(narrowed.checks, [&](const course::Check& check) {
        return std::find(wanted.begin(), wanted.end(), check.id) == wanted.end();
    });
    return narrowed;
}

Scorecard grade(const course::Exercise& exercise, const build::Submission& submission,
                const Readiness& readiness, sandbox::Sandbox& sandbox, int workers,
                const Progress& progress) {
    return grade_repeatedly(exercise, submission, readiness, sandbox, workers, progress, 1).front();
}

std::vector<Scorecard> grade_repeatedly(const course::Exercise& exercise,
                                        const build::Submission& submission,
                                        const Readiness& readiness, sandbox::Sandbox& sandbox,
                                        int workers, const Progress& progress, int times) {
    using Clock = std::chrono::steady_clock;
    auto start = Clock::now();
    std::string started = now_utc();
    std::optional<sandbox::TemporaryFolder> folder;
    const Runnable runnable =
        std::holds_alternative<Ready>(readiness)
            ? build_once(exercise, submission, std::get<Ready>(readiness), folder.emplace().path(),
                         sandbox)
            : Runnable{tally_unready(exercise, std::get<CannotGrade>(readiness))};
    std::vector<Scorecard> cards;
    for (int i = 0; i < times; ++i) {
        Scorecard& card = cards.emplace_back(
            run_checks(runnable, exercise, submission, readiness, sandbox, workers, progress));
        fill_in_heading(card, exercise, submission, readiness, sandbox);
        if (const auto* built = std::get_if<build::Built>(&runnable)) {
            add_flags(card, built->oddities);
        }
        const auto end = Clock::now();
        card.run.started = std::exchange(started, now_utc());
        card.run.seconds = std::chrono::duration<double>(end - std::exchange(start, end)).count();
    }
    return cards;
}

} // namespace threadlab::judge
