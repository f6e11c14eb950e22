#include "overhead.hpp"

#include "floor.hpp"

#include "build/submission.hpp"
#include "judge/bench.hpp"
#include "sandbox/temporary_folder.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <vector>

namespace threadlab::bench {

namespace {

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double milliseconds_of(const judge::Bench& bench, const course::Check& check) {
    const auto start = std::chrono::steady_clock::now();
    const judge::HarnessRun run = judge::run_harness(bench, check, build::Variant::native);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    if (!run.record || run.record->ended != harness::Ended::finished) {
        throw std::runtime_error("the check " + check.id + " does not run");
    }
    return took.count();
}

} // namespace

Overhead measure_overhead(const cli::Places& places) {
    const Reference reference = make_reference_ready(places);
    const course::Exercise& exercise = reference.exercise;
    const auto check =
        std::ranges::find(exercise.checks, course::Kind::native, &course::Check::kind);
    const auto full = sandbox::make_sandbox(sandbox::Level::full, places.launcher());
    const auto none = sandbox::make_sandbox(sandbox::Level::none, places.launcher());
    const sandbox::TemporaryFolder folder;
    const build::Submission submission = build::read_submission(*exercise.solutions, exercise.edit);
    const auto result =
        build::build_submission(submission, reference.ready.kit, reference.ready.toolchain,
                                {.explored = false, .allow = {"threads"}}, folder.path(), *full);
    const auto* built = std::get_if<build::Built>(&result);
    if (check == exercise.checks.end() || built == nullptr) {
        throw std::runtime_error("there is no native check to run");
    }
    const judge::Bench in_full{exercise, submission, reference.ready.kit, reference.ready.toolchain,
                               *built,   *full};
    const judge::Bench in_none{exercise, submission, reference.ready.kit, reference.ready.toolchain,
                               *built,   *none};
    std::vector<double> with;
    std::vector<double> without;
    std::vector<double> differences;
    constexpr int rounds = 200;
    for (int i = 0; i < rounds; ++i) {
        with.push_back(milliseconds_of(in_full, *check));
        without.push_back(milliseconds_of(in_none, *check));
        differences.push_back(with.back() - without.back());
    }
    return {median(with), median(without), median(differences)};
}

} // namespace threadlab::bench
