#include "explorer/runtime/supervisor.hpp"

#include "explorer/runtime/blame.hpp"
#include "explorer/runtime/campaign.hpp"
#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/child.hpp"
#include "explorer/runtime/engine.hpp"
#include "explorer/runtime/minimise.hpp"
#include "explorer/runtime/record.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/worker.hpp"

#include <algorithm>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <utility>

namespace threadlab::explorer {
namespace {

enum Exit : int { passed = 0, failed = 1, could_not = 3 };

[[noreturn]] void leave(Exit status) {
    system::call(SYS_exit_group, status);
    __builtin_trap();
}

// Memory that was found to be shared counts as such from the next schedule on.
void learn(Board& board) {
    const std::uint32_t count = std::min<std::uint32_t>(board.found_count, most_found);
    for (std::uint32_t i = 0; i < count; ++i) {
        make_shared(board, board.found[i]);
    }
}

// Which accesses are steps of their own is learnt first, and then stays: what a schedule is must
// not depend on those before it.
void learn_lessons(Campaign& campaign) {
    constexpr std::uint32_t lessons = 3;
    bool& has_forked = campaign.has_forked;
    for (std::uint32_t i = 0; i < lessons; ++i) {
        run_in_child(campaign.board, campaign.portfolio->lesson(i), campaign.options);
        if (came_to_a_limit(campaign.board)) {
            if (i == 0) {
                campaign.note(); // as the first schedule will
            }
            return;
        }
        learn(campaign.board);
        campaign.portfolio->learn(campaign.board);
        campaign.keeps_beginning = campaign.board.beginning_can_be_kept;
        has_forked = has_forked || campaign.board.process_count > 1;
    }
}

void run_in_children(Campaign& campaign) {
    while (!campaign.is_over()) {
        campaign.plan = campaign.portfolio->next();
        run_in_child(campaign.board, campaign.plan, campaign.options);
        campaign.note();
    }
}

// What a worker found counts if a process of its own comes to the same; and what that comes to,
// with the call stacks that its story needs, in any case. Returns whether it was the same.
bool confirm(Campaign& campaign) {
    Board& board = campaign.board;
    const bool limited = came_to_a_limit(board); // which may strike anywhere
    const std::uint64_t hash = board.hash;
    const auto diagnosis = board.failure.diagnosis;
    const auto races = board.race_count;
    run_in_child(board, campaign.plan, campaign.options);
    campaign.careful = campaign.careful || board.race_count != races;
    campaign.note();
    return limited || (board.hash == hash && board.failure.diagnosis == diagnosis);
}

bool samples_agree(Campaign& campaign) {
    return std::all_of(campaign.samples.begin(), campaign.samples.end(), [&](const Sample& sample) {
        run_in_child(campaign.board, Plan{.decisions = sample.decisions}, campaign.options);
        const Board& board = campaign.board;
        return board.hash == sample.hash && board.race_count == 0 &&
               board.verdict != Verdict::failed;
    });
}

// Whether workers did it as cleanly as processes of their own would have. If not, nothing that they
// noted counts.
bool run_in_workers(Campaign& campaign) {
    constexpr std::uint32_t worthwhile = 8; // schedules a worker
    while (!campaign.is_over()) {
        const std::uint64_t before = campaign.board.runs;
        const bool found = run_worker(campaign);
        const bool kept = campaign.board.beginning_can_be_kept;
        if (campaign.board.has_forked_late || may_have_printed_too_much() ||
            (found && !confirm(campaign))) {
            return false;
        }
        if (std::exchange(campaign.keeps_beginning, campaign.keeps_beginning && kept) && !kept) {
            continue; // what it had done besides was not seen before
        }
        if (campaign.board.runs < before + worthwhile) {
            break;
        }
    }
    run_in_children(campaign);
    return campaign.findings.failed() || samples_agree(campaign);
}

void explore(Campaign& campaign) {
    const Findings nothing = campaign.findings;
    const auto* unused = arena::make<Portfolio>(*campaign.portfolio);
    const auto begin_anew = [&] {
        campaign.findings = nothing;
        campaign.portfolio = arena::make<Portfolio>(*unused);
        campaign.samples.clear();
    };
    for (bool tries = campaign.options.one_process && !campaign.has_forked; tries;) {
        const bool careful = campaign.careful;
        if (run_in_workers(campaign)) {
            return;
        }
        begin_anew();
        ++campaign.board.ways.disagreements;
        tries = !campaign.board.has_forked_late &&
                (!careful || std::exchange(campaign.keeps_beginning, false));
        campaign.careful = true;
    }
    run_in_children(campaign);
}

void minimise(Campaign& campaign) {
    Minimiser minimiser(campaign.findings.decisions);
    const auto next = [&] { return campaign.options.minimises ? minimiser.next() : nullptr; };
    while (const auto* decisions = next()) {
        run_in_child(campaign.board, Plan{.decisions = *decisions}, campaign.options);
        minimiser.judge(campaign.findings.is_same(campaign.board), campaign.board);
    }
    Board& board = campaign.board;
    run_in_child(board, Plan{.decisions = minimiser.best()}, campaign.options);
    if (campaign.findings.race && board.race_count > 0) {
        campaign.findings.first_race = board.races[0]; // as whoever replays it will see
    }
}

[[noreturn]] void run_campaign(const void* asked) {
    const Options& options = *static_cast<const Options*>(asked);
    stay_on_one_core();
    if (options.may_fork) {
        prctl(PR_SET_CHILD_SUBREAPER, 1); // for what schedules leave behind
    }
    auto& board = *static_cast<Board*>(system::map(nullptr, sizeof(Board), true));
    board.stack_count = 1;
    auto& campaign = *arena::make<Campaign>(board, options);
    begin_conclusions();
    learn_lessons(campaign);
    Findings& findings = campaign.findings;
    if (options.replay && options.in_debugger) {
        clear_schedule(board);
        prepare_process(options);
        run_schedule(board, Plan{.decisions = options.decisions}, options); // and ends there
    }
    if (options.replay) {
        run_in_child(board, Plan{.decisions = options.decisions}, options);
        findings.note(board);
    } else {
        explore(campaign);
        if (findings.failed() && !findings.failed_at_limit() && !findings.is_decoy()) {
            minimise(campaign);
        }
    }
    if (findings.failed()) {
        blame_the_cause(board, findings);
    }
    show_printed();
    write_record(board, findings, campaign.portfolio->tried(), options);
    leave(findings.failed() ? failed : passed);
}

} // namespace

void supervise(const Options& options) {
    become_home(run_campaign, &options);
}

} // namespace threadlab::explorer
