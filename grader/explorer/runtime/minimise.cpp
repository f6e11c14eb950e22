#include "explorer/runtime/minimise.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

// In steps of all trials together: a long story that cannot be shortened soon is told as it is.
constexpr std::uint64_t most_steps_of_all = 1'000'000;

// What a trial costs besides its steps, in steps.
constexpr std::uint64_t least_cost = 1000;

} // namespace

const arena::Vector<Decision>* Minimiser::next() {
    if (at_ >= best_.size()) {
        at_ = 0;
        if (chunk_ > 1) {
            chunk_ = (chunk_ + 1) / 2;
        } else if (!improved_) {
            return nullptr;
        }
        improved_ = false;
    }
    if (best_.empty() || steps_ > most_steps_of_all) {
        return nullptr;
    }
    chunk_ = std::min(chunk_, best_.size());
    trial_.assign(best_.begin(), best_.begin() + static_cast<std::ptrdiff_t>(at_));
    const std::size_t rest = std::min(at_ + chunk_, best_.size());
    trial_.insert(trial_.end(), best_.begin() + static_cast<std::ptrdiff_t>(rest), best_.end());
    return &trial_;
}

void Minimiser::judge(bool same, const Board& board) {
    steps_ += board.step_count + least_cost;
    if (same && board.decision_count < best_.size()) {
        best_.assign(board.decisions.begin(), board.decisions.begin() + board.decision_count);
        improved_ = true;
        return;
    }
    at_ += chunk_;
}

} // namespace threadlab::explorer
