#include "explorer/strategies/strategies.hpp"

namespace threadlab::explorer {
namespace {

class NonPreemptive final : public Strategy {
public:
    std::size_t choose(const Situation& situation) override { return ordinary_choice(situation); }
    void done(const Step&) override {}
    int chance(int) override { return 0; }
};

} // namespace

Strategy* make_non_preemptive() {
    return arena::make<NonPreemptive>();
}

} // namespace threadlab::explorer
