// What the strategies that choose by chance have in common.
#pragma once

#include "explorer/strategies/strategy.hpp"

namespace threadlab::explorer {

class Sampling : public Strategy {
public:
    explicit Sampling(std::uint64_t seed)
        : random_(seed), spurious_(random_.one_in(2)), chances_(random_.one_in(2)) {}

    int chance(int outcomes) final;

protected:
    Random& random() { return random_; }

    // Waits that end for no reason happen, but seldom: in half of the schedules, and then one time
    // in eight. Returns whether `candidate` is to be considered now.
    bool is_considered(const Candidate& candidate);

private:
    Random random_;
    bool spurious_;
    bool chances_;
};

} // namespace threadlab::explorer
