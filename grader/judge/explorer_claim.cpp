#include "judge/explorer_claim.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string_view>

namespace threadlab::judge {
namespace {

std::string count(unsigned number, const char* one) {
    const bool hisses = std::string_view(one).ends_with('s');
    return fmt::format("{} {}{}", number, one, number == 1 ? "" : hisses ? "es" : "s");
}

std::string complete_claim(const ExplorerRecord& record) {
    const std::string which =
        record.preemptions
            ? fmt::format("every sequentially consistent interleaving with at most "
                          "{}, in {}",
                          count(*record.preemptions, "preemption"), count(record.schedules, "run"))
            : fmt::format("every sequentially consistent interleaving, in {}, one "
                          "per equivalence class",
                          count(record.schedules, "run"));
    return which + (record.untold_exchanges
                        ? ", with at most one spurious wake-up per call and thread; that a weak "
                          "compare-exchange fails for no reason was not tried"
                        : ", with at most one spurious wake-up or weak compare-exchange failure "
                          "per call and thread");
}

std::string sampled_claim(const ExplorerRecord& record) {
    // PCT's bound (Burckhardt et al., ASPLOS 2010): a run finds a bug of depth d, if it is given
    // that depth or more, with a probability of at least 1/(n k^(d-1)).
    const double threads = std::max(1U, record.threads);
    const double steps = std::max(1U, record.pct_steps);
    const double missed = std::pow(1 - 1 / (threads * steps), record.pct_runs_of_depth_2) *
                          std::pow(1 - 1 / (threads * steps * steps), record.pct_runs_of_depth_3);
    // Rounded down, as it is a bound.
    const double found = std::floor((1 - missed) * 100) / 100;
    const std::string odds =
        found == 0
            ? ""
            : fmt::format("; a bug of depth 2 within the first {} steps would have been found "
                          "with a probability of at least {:.2f}",
                          record.pct_steps, found);
    const std::string who = record.processes < 2 ? count(record.threads, "thread")
                            : record.processes == record.threads
                                ? count(record.processes, "process")
                                : fmt::format("{} in {}", count(record.threads, "thread"),
                                              count(record.processes, "process"));
    return fmt::format("{} of {} and up to {}, sequentially consistent{}",
                       count(record.schedules, "schedule"), who, count(record.steps_taken, "step"),
                       odds);
}

} // namespace

std::string claim_of(const ExplorerRecord& record) {
    const std::string claim = record.complete ? complete_claim(record) : sampled_claim(record);
    return record.weak_orders
               ? claim + "; stale reads, which its weaker memory orders allow, were not tried"
               : claim;
}

} // namespace threadlab::judge
