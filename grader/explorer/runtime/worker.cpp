#include "explorer/runtime/worker.hpp"

#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/child.hpp"
#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <sys/syscall.h>

namespace threadlab::explorer {
namespace {

// A new process now and then bounds what could add up unseen.
constexpr std::uint32_t most_schedules = 20'000;

// The first, the tenth, the hundredth, ... of a worker are run once more in a process of their own.
bool is_sample(std::uint32_t index) {
    std::uint32_t power = 1;
    while (power < index) {
        power *= 10;
    }
    return power == index;
}

void keep_sample(Campaign& campaign) {
    const Board& board = campaign.board;
    Sample sample;
    sample.decisions.assign(board.decisions.begin(),
                            board.decisions.begin() + board.decision_count);
    sample.hash = board.hash;
    campaign.samples.push_back(std::move(sample));
}

[[noreturn]] void work(Campaign& campaign) {
    Board& board = campaign.board;
    prepare_process(campaign.options);
    constexpr std::uint32_t spare = 2;
    prepare_to_come_home(campaign.portfolio->threads() + spare, campaign.keeps_beginning);
    for (std::uint32_t i = 1; i <= most_schedules && !campaign.is_over(); ++i) {
        clear_schedule(board);
        forget_printed();
        campaign.is_running = true;
        campaign.plan = campaign.portfolio->next();
        board.in_full = campaign.careful || i == 1;
        ++board.ways.together;
        run_schedule(board, campaign.plan, campaign.options);
        conclude_check(board);
        if (campaign.findings.takes(board)) {
            break;
        }
        if (is_sample(i) && board.verdict != Verdict::pruned) {
            keep_sample(campaign);
        }
        campaign.note();
        campaign.is_running = false;
        if (!put_everything_back(board)) {
            break;
        }
    }
    system::call(SYS_exit_group, 0);
    __builtin_trap();
}

} // namespace

bool run_worker(Campaign& campaign) {
    const int worker = start_process();
    if (worker == 0) {
        work(campaign);
    }
    const int status = wait_for_process(worker);
    if (campaign.is_running) {
        judge_ending(campaign.board, status);
        campaign.is_running = false;
        return true;
    }
    return false;
}

} // namespace threadlab::explorer
