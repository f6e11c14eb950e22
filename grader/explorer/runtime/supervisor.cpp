#include "explorer/runtime/supervisor.hpp"

#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/child.hpp"
#include "explorer/runtime/engine.hpp"
#include "explorer/runtime/minimise.hpp"
#include "explorer/runtime/options.hpp"
#include "explorer/runtime/portfolio.hpp"
#include "explorer/runtime/record.hpp"
#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <cstring>
#include <sys/syscall.h>

namespace threadlab::explorer {
namespace {

enum Exit : int { passed = 0, failed = 1, could_not = 3 };

[[noreturn]] void leave(Exit status) {
    system::call(SYS_exit_group, status);
    __builtin_trap();
}

// Runs the program under that plan. Returns true in the child, where the program is to begin.
bool run(Board& board, const Plan& plan, const Options& options) {
    clear_schedule(board);
    forget_printed();
    if (run_child(board, plan, options)) {
        return true;
    }
    conclude_check(board);
    return false;
}

// Memory that was found to be shared counts as such from the next schedule on.
void learn(Board& board) {
    const std::uint32_t count = std::min<std::uint32_t>(board.found_count, most_found);
    for (std::uint32_t i = 0; i < count; ++i) {
        make_shared(board, board.found[i]);
    }
}

// Every decision of a minimised schedule is needed for the failure. Where one of them is that a
// sleep ends although others could still run, the program relied on their being done by then.
void blame_a_sleep(Board& board, const Findings& findings) {
    for (std::uint32_t i = 0; i < board.decision_count && !findings.race; ++i) {
        const Decision& decision = board.decisions[i];
        if (decision.kind != Decision::Kind::thread || decision.how != How::timed_out ||
            decision.step >= recorded_steps(board)) {
            continue;
        }
        const Step& step = board.steps[decision.step];
        if (step.operation.does == Does::sleep) {
            std::strcpy(board.failure.diagnosis.data(), "sleep-as-sync");
            board.failure.spot = Engine::spot_of(step);
            return;
        }
    }
}

} // namespace

void supervise(const Options& options) {
    stay_on_one_core();
    auto& board = *static_cast<Board*>(system::map(nullptr, sizeof(Board), true));
    board.stack_count = 1;

    Portfolio portfolio(options);
    Findings findings;
    // Which accesses are steps of their own is learnt first, and then stays: what a schedule is
    // must not depend on those before it.
    constexpr std::uint32_t lessons = 3;
    for (std::uint32_t i = 0; i < lessons; ++i) {
        if (run(board, portfolio.lesson(i), options)) {
            return;
        }
        learn(board);
        portfolio.learn(board);
    }
    if (options.replay) {
        if (run(board, Plan{.decisions = options.decisions}, options)) {
            return;
        }
        ++findings.schedules;
        findings.note(board);
        blame_a_sleep(board, findings);
        show_printed();
        write_record(board, findings, options);
        leave(findings.failed() ? failed : passed);
    }
    while (findings.schedules < options.schedules && !findings.settled()) {
        if (run(board, portfolio.plan(findings.schedules), options)) {
            return;
        }
        ++findings.schedules;
        findings.note(board);
    }
    if (!findings.failed()) {
        write_record(board, findings, options);
        leave(passed);
    }
    Minimiser minimiser(findings.decisions);
    while (const auto* decisions = minimiser.next()) {
        if (run(board, Plan{.decisions = *decisions}, options)) {
            return;
        }
        minimiser.judge(findings.is_same(board), board);
    }
    if (run(board, Plan{.decisions = minimiser.best()}, options)) {
        return;
    }
    blame_a_sleep(board, findings);
    show_printed();
    write_record(board, findings, options);
    leave(failed);
}

} // namespace threadlab::explorer
