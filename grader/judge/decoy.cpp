#include "judge/decoy.hpp"

#include "build/cache.hpp"
#include "judge/explorer_run.hpp"
#include "judge/native_check.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace threadlab::judge {

namespace {

using course::Kind;
using scorecard::CheckStatus;

bool is_explored(const course::Check& check) {
    return check.kind == Kind::explore || check.kind == Kind::virtual_time;
}

// What nobody knows who has not got the checks.
std::string secret(const Bench& bench) {
    build::Ingredients all;
    all.add(bench.submission.text).add_file(bench.kit.checks_native);
    if (bench.kit.hidden_native) {
        all.add_file(*bench.kit.hidden_native);
    }
    return all.key();
}

bool passes_natively(const Bench& bench, const course::Check& check) {
    const HarnessRun run = run_harness(bench, check, build::Variant::native, new_nonce());
    return read_run(bench, check, run, bench.built.object(build::Variant::native)).status ==
           CheckStatus::passed;
}

bool passes_explored(const Bench& bench, const course::Check& check) {
    Exploration asked = exploration_of(bench.exercise, check);
    asked.decoy = new_nonce();
    const ExplorerRun run = run_explorer(bench, check, asked);
    return run.record && !run.record->failed;
}

} // namespace

std::vector<std::size_t> choose_decoys(const Bench& bench, const std::vector<Finding>& findings) {
    std::map<std::pair<std::string, bool>, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const course::Check& check = bench.exercise.checks[i];
        if (findings[i].status == CheckStatus::passed &&
            (check.kind == Kind::native || is_explored(check))) {
            groups[{check.task, is_explored(check)}].push_back(i);
        }
    }
    constexpr std::size_t digits = 8;
    constexpr int hexadecimal = 16;
    const std::size_t number =
        groups.empty() ? 0 : std::stoul(secret(bench).substr(0, digits), nullptr, hexadecimal);
    std::vector<std::size_t> chosen;
    chosen.reserve(groups.size());
    for (const auto& [group, checks] : groups) {
        chosen.push_back(checks[number % checks.size()]);
    }
    return chosen;
}

std::optional<Finding> try_decoy(const Bench& bench, const course::Check& check) {
    const bool passes =
        is_explored(check) ? passes_explored(bench, check) : passes_natively(bench, check);
    if (!passes) {
        return std::nullopt;
    }
    return failed("forged-result", "it passed the check when that was made such that nothing can "
                                   "pass it: what it reports is its own making");
}

} // namespace threadlab::judge
