#include "judge/bench.hpp"

#include "harness/challenge.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <random>

namespace threadlab::judge {

std::string new_nonce() {
    std::random_device random;
    constexpr int words = 4;
    std::string nonce;
    for (int i = 0; i < words; ++i) {
        nonce += fmt::format("{:08x}", random());
    }
    return nonce;
}

sandbox::Calls calls_of(const course::Exercise& exercise) {
    if (course::allows(exercise.allow, "processes")) {
        return sandbox::Calls::processes;
    }
    return course::allows(exercise.allow, "files") ? sandbox::Calls::files
                                                   : sandbox::Calls::threads;
}

std::vector<std::string> harness_environment(const Bench& bench, const course::Check& check) {
    // Of one length, so that nothing in memory lies elsewhere at another level.
    const bool full = bench.sandbox.level() == sandbox::Level::full;
    return {"LAB_THREADS=" + std::to_string(check.limits.threads),
            full ? "LAB_CONFINE=yes" : "LAB_CONFINE=try"};
}

namespace {

// ThreadSanitizer costs about five to ten times the time, and shadows memory several times over.
constexpr double race_time_factor = 5;
constexpr std::int64_t race_memory_factor = 4;

sandbox::Limits sandbox_limits(const course::Limits& limits, build::Variant variant) {
    const bool race = variant == build::Variant::race;
    sandbox::Limits box;
    box.cpu_seconds = limits.seconds * (race ? race_time_factor : 1);
    box.wall_seconds = box.cpu_seconds;
    box.memory_bytes = (std::int64_t{limits.memory_mb} << 20) * (race ? race_memory_factor : 1);
    // The harness keeps the exact count itself; this one holds whatever goes past it.
    constexpr int spare = 16;
    box.processes = limits.threads + spare;
    box.output_bytes = std::int64_t{limits.output_kb} << 10;
    return box;
}

// The exit status of a run in which ThreadSanitizer reported anything, or failed itself.
constexpr int tsan_exit = 66;

// A report counts by what it says: its exit status stands for whatever else the process came to.
// Where not even the harness's first line was written, ThreadSanitizer broke down before anything
// of the submission was there.
void read_tsan_exit(HarnessRun& run) {
    const auto* exited = std::get_if<sandbox::Exited>(&run.outcome.ending);
    if (exited == nullptr || exited->status != tsan_exit) {
        return;
    }
    run.tsan_reported = true;
    run.outcome.ending = sandbox::Exited{0};
    if (!run.outcome.report.starts_with(harness::race_started)) {
        const std::string& report = run.outcome.report;
        run.outcome.ending =
            sandbox::MachineFault{"ThreadSanitizer failed: " + report.substr(0, report.find('\n'))};
    }
}

} // namespace

HarnessRun run_harness(const Bench& bench, const course::Check& check, build::Variant variant,
                       const std::string& decoy) {
    const bool race = variant == build::Variant::race;
    const bool hidden = check.visibility != course::Visibility::visible;
    const std::string nonce = new_nonce();

    sandbox::Command command;
    command.argv = {"./harness", "./submission.so", "./checks.so", check.test};
    command.files = {{bench.kit.harness(variant), "harness"},
                     {bench.built.object(variant), "submission.so"},
                     {bench.kit.checks(variant, hidden), "checks.so"}};
    command.input = harness::write_challenge({nonce, decoy}) + "\n";
    command.environment = harness_environment(bench, check);
    if (variant == build::Variant::native && course::allows(bench.exercise.allow, "processes")) {
        command.environment.emplace_back("LAB_PROCESSES=1");
    }
    if (race) {
        // Symbols are looked up outside: the symboliser would fork inside.
        command.environment.emplace_back("TSAN_OPTIONS=symbolize=0:report_signal_unsafe=0:"
                                         "second_deadlock_stack=1:exitcode=" +
                                         std::to_string(tsan_exit));
    }
    command.fixed_addresses = true;
    command.calls = calls_of(bench.exercise);
    if (race && command.calls == sandbox::Calls::threads) {
        command.calls = sandbox::Calls::files; // ThreadSanitizer makes one of its own
    }
    command.dump_on_limit = !race;

    HarnessRun run{bench.sandbox.run(command, sandbox_limits(check.limits, variant)), std::nullopt,
                   false};
    run.record = harness::read_record(run.outcome.record);
    if (run.record && run.record->nonce != nonce) {
        run.record.reset();
    }
    if (race) {
        read_tsan_exit(run);
    }
    return run;
}

} // namespace threadlab::judge
