// Sees from outside when no process of a check moves any more, and what they wait for.
#pragma once

#include "harness/processes/ledger.hpp"
#include "harness/processes/tree.hpp"

namespace threadlab::harness {

class Stillness {
public:
    // To be called every `tick` milliseconds. True when no task of the check has been given a core
    // for a second, all of them being asleep: then nothing will change of itself. Sleeps that end
    // by the clock get longer. A busy machine keeps tasks waiting for a core; that is no sleep.
    bool look();

    const std::vector<TreeProcess>& tree() const { return tree_; }

    // Something was done about it.
    void start_anew() { quiet_ = 0; }

    static constexpr int tick = 100;

private:
    std::vector<TreeProcess> tree_;
    int quiet_ = 0;
};

// Why they wait.
Standstill classify(const std::vector<TreeProcess>& tree);

} // namespace threadlab::harness
