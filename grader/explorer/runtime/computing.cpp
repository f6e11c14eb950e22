// Time that passes because threads compute: the engine's side of it.

#include "explorer/runtime/engine.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

// Of the submission's code, a block costs so much, and so many are paid for together: a little code
// around a thread's work costs nothing, so that its time is exactly the work's.
constexpr Nanoseconds block_time = 1;
constexpr std::uint64_t paid_together = 10'000;

} // namespace

Nanoseconds Engine::now() {
    pay_for_blocks();
    return now_in_nanoseconds_;
}

void Engine::compute_without_end(std::uintptr_t pc) {
    fail("time-limit", "it computes without end", spot_at(Does::call, pc));
}

// Those that were begun since it was asked last are the calling thread's.
void Engine::collect_blocks() {
    current_->blocks += static_cast<std::uint64_t>(most_blocks - blocks_left);
    blocks_left = most_blocks;
}

void Engine::pay_for_blocks() {
    collect_blocks();
    if (current_->blocks >= paid_together && processors_.cost_time()) {
        compute(0);
    }
}

void Engine::compute(Nanoseconds time) {
    collect_blocks();
    Thread& me = *current_;
    const std::uint64_t paid = me.blocks - me.blocks % paid_together;
    const Nanoseconds all = time + static_cast<Nanoseconds>(paid) * block_time;
    if (!processors_.cost_time() || all <= 0) {
        return;
    }
    me.blocks -= paid;
    me.work = all * ticks_per_nanosecond;
    const ConditionOf done([&] { return me.work == 0; });
    Operation operation;
    operation.does = Does::compute;
    point(operation, &done);
}

// Nobody can go on but by computing. If somebody has done so by that deadline, lets the time pass
// until then and returns true.
bool Engine::finish_work_before(Nanoseconds deadline) {
    int computing = 0;
    Ticks least = 0;
    for (const Thread* thread : threads_) {
        if (thread->work > 0) {
            least = computing == 0 ? thread->work : std::min(least, thread->work);
            ++computing;
        }
    }
    if (computing == 0) {
        return false;
    }
    lose_track(); // who is done first depends on everybody
    const Ticks time = processors_.time_for(least, computing);
    if (deadline != never && now_ + time > deadline * ticks_per_nanosecond) {
        return false;
    }
    let_time_pass(time);
    return true;
}

void Engine::let_time_pass(Ticks time) {
    now_ += time;
    now_in_nanoseconds_ = static_cast<Nanoseconds>(now_ / ticks_per_nanosecond);
    if (!processors_.cost_time()) {
        return;
    }
    const auto computing = static_cast<int>(std::count_if(
        threads_.begin(), threads_.end(), [](const Thread* thread) { return thread->work > 0; }));
    const Ticks done = processors_.work_in(time, computing);
    for (Thread* thread : threads_) {
        thread->work = std::max<Ticks>(thread->work - done, 0);
    }
}

} // namespace threadlab::explorer
