#include "explorer/strategies/strategy.hpp"

namespace threadlab::explorer {

std::size_t ordinary_choice(const Situation& situation) {
    std::size_t best = 0;
    const auto rank = [&](const Candidate& candidate) {
        if (candidate.how == How::ready) {
            return candidate.thread == situation.current ? 0 : 1;
        }
        return candidate.how == How::timed_out ? 2 : 3;
    };
    for (std::size_t i = 1; i < situation.candidates.size(); ++i) {
        if (rank(situation.candidates[i]) < rank(situation.candidates[best])) {
            best = i;
        }
    }
    return best;
}

} // namespace threadlab::explorer
