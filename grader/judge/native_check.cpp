#include "judge/native_check.hpp"

#include "judge/limit_finding.hpp"
#include "judge/stack_places.hpp"
#include "scorecard/diagnosis.hpp"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>

namespace threadlab::judge {

namespace {

using harness::Ended;
using harness::Record;

std::string signal_in_words(int signal) {
    switch (signal) {
    case SIGSEGV:
    case SIGBUS:
        return "it used memory that is not its own (a bad pointer or index, an object that is "
               "gone, or "
               "a stack overflow)";
    case SIGABRT:
        return "it was aborted (a failed assert, or memory that was freed twice or overwritten)";
    case SIGFPE:
        return "it divided by zero";
    case SIGILL:
        return "it ran into code that cannot be executed (a function that ends without its "
               "return?)";
    default:
        return fmt::format("it was ended by signal {}", signal);
    }
}

// Nothing was told, and a signal ended it.
Finding ended_by_signal(int signal) {
    switch (signal) {
    case SIGXFSZ:
        return failed("disk-limit", "it wrote a file larger than it may");
    case SIGSYS:
        return failed("forbidden-call",
                      "it made a system call that no answer needs, and was ended there");
    default:
        return failed("crash", signal_in_words(signal));
    }
}

// A record of failures has stacks where they show the cause.
Finding from_failures(const Record& record, const StackPlaces& places) {
    const auto by_rank = [](const harness::Failure& a, const harness::Failure& b) {
        return scorecard::rank(a.code) < scorecard::rank(b.code);
    };
    const auto first = std::min_element(record.failures.begin(), record.failures.end(), by_rank);
    const std::string at = places.of(*first);
    Finding finding =
        failed(known_diagnosis(first->code), first->message, at.empty() ? places.innermost() : at);
    finding.steps = places.waiting_threads();
    for (const harness::Failure& failure : record.failures) {
        const std::string code = known_diagnosis(failure.code);
        if (code != finding.diagnosis &&
            std::find(finding.also.begin(), finding.also.end(), code) == finding.also.end()) {
            finding.also.push_back(code);
        }
    }
    return finding;
}

Finding from_terminate(const Record& record, const std::string& at) {
    if (record.what.empty()) {
        return failed(
            "terminate",
            "std::terminate was called: a std::thread was destroyed or assigned to while it "
            "could still be joined, or a noexcept function threw",
            at);
    }
    return failed(
        "terminate",
        "an exception left a thread, or passed a noexcept function, and nothing caught it: " +
            record.what,
        at);
}

Finding ended_by_itself(int status, const std::string& at) {
    const std::string what = fmt::format(
        "it ended the whole program with exit status {} before the check was over", status);
    // Only status 0 could be taken for success.
    return failed(status == 0 ? "forged-result" : "api-contract", what, at);
}

// Nothing was told: past the witness, or the way to tell it was closed.
Finding without_a_result(int status) {
    Finding finding = ended_by_itself(status, "");
    if (status == 0) {
        finding.message += ", or closed the descriptor that results go through";
    }
    return finding;
}

Finding from_record(const Record& record, const course::Check& check, const StackPlaces& places) {
    const std::string at = places.innermost();
    const bool refused = record.threads_refused > 0;
    switch (record.ended) {
    case Ended::finished:
        if (record.failures.empty()) {
            return passed();
        }
        return refused ? too_many_threads(check, "") : from_failures(record, places);
    case Ended::no_test:
        return ungraded("the checks hold no test " + check.test);
    case Ended::no_checks:
        return ungraded("the checks could not be loaded: " + record.what);
    case Ended::unconfined:
        return ungraded("this machine cannot confine a check: " + record.what);
    case Ended::skipped:
        return ungraded("the check skipped itself");
    case Ended::unloadable:
        return failed("does-not-build", "it could not be loaded: " + record.what);
    case Ended::terminate:
        return refused ? too_many_threads(check, at) : from_terminate(record, at);
    case Ended::signal:
        return failed("crash", signal_in_words(std::atoi(record.what.c_str())), at);
    case Ended::exit:
        return ended_by_itself(std::atoi(record.what.c_str()), at);
    case Ended::stopped:
        break;
    }
    // "stopped" comes with a limit, and is read there.
    return failed("forged-result", "it claimed that its time was up");
}

Finding from_limit(sandbox::Limit limit, const course::Check& check, const StackPlaces& places) {
    switch (limit) {
    case sandbox::Limit::memory:
        return too_much_memory(check);
    case sandbox::Limit::output:
        return too_much_output(check);
    case sandbox::Limit::cpu:
        // Where in the loop it was varies; in which function of the submission does not.
        return failed(
            "time-limit",
            fmt::format("it was still computing after {:g} s of CPU time", check.limits.seconds),
            places.outermost_function());
    case sandbox::Limit::wall:
        break;
    }
    Finding finding = failed("hang",
                             fmt::format("it made no progress: {:g} s passed, and every thread was "
                                         "waiting",
                                         check.limits.seconds),
                             places.innermost());
    finding.steps = places.waiting_threads();
    return finding;
}

} // namespace

Finding wrote_where_results_go() {
    return failed("forged-result", "it wrote to a descriptor that it had not opened, where results "
                                   "would go");
}

Finding read_run(const Bench& bench, const course::Check& check, const HarnessRun& run,
                 const std::filesystem::path& object) {
    const sandbox::Ending& ending = run.outcome.ending;
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&ending)) {
        return ungraded(fault->why);
    }
    if (std::holds_alternative<sandbox::Starved>(ending)) {
        return ungraded("the machine was too busy to run the check");
    }
    const StackPlaces places(bench, run.record, object);
    Finding finding;
    if (const auto* limit = std::get_if<sandbox::LimitReached>(&ending)) {
        // A thread that could not be started is what the others wait for.
        const bool refused =
            limit->which == sandbox::Limit::wall && run.record && run.record->threads_refused > 0;
        finding = refused ? too_many_threads(check, "") : from_limit(limit->which, check, places);
    } else if (run.record) {
        finding = from_record(*run.record, check, places);
        finding.measured = {run.record->measures};
        const auto* exited = std::get_if<sandbox::Exited>(&ending);
        if (finding.status == scorecard::CheckStatus::passed &&
            (exited == nullptr || exited->status != 0)) {
            finding =
                failed("forged-result", "it reported a result, and then did not end as it should");
        }
    } else if (const auto* signalled = std::get_if<sandbox::Signalled>(&ending)) {
        finding = ended_by_signal(signalled->signal);
    } else if (run.outcome.record.empty()) {
        finding = without_a_result(std::get<sandbox::Exited>(ending).status);
    } else {
        finding = failed("forged-result",
                         "what came over the result channel is not the harness's record");
    }
    if (finding.status == scorecard::CheckStatus::failed) {
        finding.printed = run.outcome.output;
    }
    return finding;
}

Finding judge_native(const Bench& bench, const course::Check& check) {
    const HarnessRun run = run_harness(bench, check, build::Variant::native);
    if (!run.outcome.report.empty()) {
        return wrote_where_results_go();
    }
    return read_run(bench, check, run, bench.built.object(build::Variant::native));
}

} // namespace threadlab::judge
