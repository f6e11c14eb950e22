// What the grader costs, as ratios in one run: a warm `threadlab check 01` on the reference against
// the bare floor (the same two compiles and the same checks run by the harness, with nothing around
// them), and a launch in the sandbox against a plain exec; and in milliseconds, what the sandbox
// adds to a check.

#include "floor.hpp"
#include "overhead.hpp"
#include "schedules.hpp"

#include "cli/check.hpp"
#include "cli/session.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstdio>
#include <fcntl.h>
#include <map>
#include <unistd.h>
#include <vector>

namespace {

using namespace threadlab;

// Wall seconds of every repetition, by benchmark, besides the usual table.
class MedianReporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type == Run::RT_Iteration && !run.error_occurred) {
                seconds_[run.run_name.function_name].push_back(run.real_accumulated_time /
                                                               static_cast<double>(run.iterations));
            }
        }
        ConsoleReporter::ReportRuns(runs);
    }

    double median(const std::string& name) const {
        const auto found = seconds_.find(name);
        if (found == seconds_.end()) {
            return 0;
        }
        std::vector<double> sorted = found->second;
        std::sort(sorted.begin(), sorted.end());
        return sorted[sorted.size() / 2];
    }

private:
    std::map<std::string, std::vector<double>> seconds_;
};

int print_ratios(const MedianReporter& reporter) {
    const double check = reporter.median("check");
    const double floor = reporter.median("floor");
    const double launch = reporter.median("launch-sandbox");
    const double exec = reporter.median("launch-exec");
    if (floor <= 0 || exec <= 0) {
        std::puts("something could not be measured, see above");
        return 1;
    }
    constexpr double milliseconds = 1000;
    constexpr double at_most = 1.5;
    std::printf(
        "\nthreadlab check 01, warm: %.2f s; the bare floor: %.2f s; ratio %.2f (at most %.2f)\n",
        check, floor, check / floor, at_most);
    std::printf("launch in the sandbox: %.2f ms; plain exec: %.2f ms; ratio %.1f\n",
                launch * milliseconds, exec * milliseconds, launch / exec);
    return check / floor <= at_most ? 0 : 1;
}

bool print_schedules(const std::vector<bench::ScheduleRates>& all) {
    constexpr double at_least = 60;
    constexpr long least_steps = 20; // smaller checks say little of schedules
    constexpr double least_switches = 6;
    bool good = true;
    for (const bench::ScheduleRates& rates : all) {
        std::printf("explorer, %s, %ld steps, %.1f switches: %.0f schedules/s in one process, "
                    "%.0f/s in one each; ratio %.0f (at least %.0f); %s\n",
                    rates.program.c_str(), rates.steps, rates.switches, rates.many, rates.each,
                    rates.ratio, at_least, rates.same ? "the same traces" : "DIFFERENT TRACES");
        good = good && rates.same && rates.ratio >= at_least && rates.steps >= least_steps &&
               rates.switches >= least_switches;
    }
    std::printf("peak memory of all that was run: %ld MB\n", all.back().peak_kilobytes / 1024);
    return good;
}

bool print_overhead(const bench::Overhead& overhead) {
    constexpr double at_most = 10;
    std::printf(
        "a native check: %.2f ms in the full sandbox, %.2f ms in none; %.2f ms more (at most "
        "%.0f)\n",
        overhead.full, overhead.none, overhead.difference, at_most);
    return overhead.difference <= at_most;
}

void launch(benchmark::State& state, sandbox::Level level, const cli::Places& places) {
    const auto box = sandbox::make_sandbox(level, places.launcher());
    sandbox::Command command;
    command.argv = {"/usr/bin/true"};
    for ([[maybe_unused]] auto _ : state) {
        const sandbox::Outcome outcome = box->run(command, {});
        if (!std::holds_alternative<sandbox::Exited>(outcome.ending)) {
            state.SkipWithError("the sandbox does not start");
            return;
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    const cli::Places places = cli::find_places();
    if (argc > 1 && std::string(argv[1]) == "overhead") {
        return print_overhead(bench::measure_overhead(places)) ? 0 : 1;
    }
    // First: later, what was run before is the peak of memory.
    const std::vector<bench::ScheduleRates> rates = bench::measure_schedules(places);
    if (argc > 1 && std::string(argv[1]) == "schedules") {
        return print_schedules(rates) ? 0 : 1;
    }
    const std::string threadlab = (places.program / "threadlab").string();
    const std::string out = (std::filesystem::temp_directory_path() / "threadlab-bench").string();
    const std::vector<std::string> check{
        threadlab, "check", "01", "--submission", (places.solutions() / "01-threading").string(),
        "--out",   out};
    // The first run builds what later ones find.
    if (bench::run_quietly(check) != 0) {
        std::puts("the reference does not get full marks; `make check EX=01 "
                  "FROM=solutions/01-threading`");
        return 1;
    }
    const bench::Floor floor(places);

    constexpr int repetitions = 7;
    const auto add = [](const char* name, auto body, int iterations) {
        benchmark::RegisterBenchmark(name, body)
            ->UseRealTime()
            ->Iterations(iterations)
            ->Repetitions(repetitions)
            ->Unit(benchmark::kMillisecond);
    };
    add(
        "check",
        [&](benchmark::State& state) {
            for (auto _ : state) {
                bench::run_quietly(check);
            }
        },
        1);
    add(
        "floor",
        [&](benchmark::State& state) {
            for (auto _ : state) {
                floor.run();
            }
        },
        1);
    constexpr int launches = 50;
    add(
        "launch-sandbox",
        [&](benchmark::State& state) {
            launch(state, sandbox::probe(places.launcher()).level, places);
        },
        launches);
    add(
        "launch-exec",
        [&](benchmark::State& state) {
            for (auto _ : state) {
                bench::run_quietly({"/usr/bin/true"});
            }
        },
        launches);

    MedianReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    std::filesystem::remove_all(out);
    const bool fast = print_schedules(rates) && print_overhead(bench::measure_overhead(places));
    return print_ratios(reporter) == 0 && fast ? 0 : 1;
}
