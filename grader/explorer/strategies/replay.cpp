#include "explorer/strategies/strategies.hpp"

namespace threadlab::explorer {
namespace {

class Replay final : public Strategy {
public:
    Replay(const Decision* decisions, std::size_t count)
        : decisions_(decisions, decisions + count) {}

    std::size_t choose(const Situation& situation) override {
        if (const Decision* decision = next(Decision::Kind::thread, situation.step)) {
            for (std::size_t i = 0; i < situation.candidates.size(); ++i) {
                const Candidate& candidate = situation.candidates[i];
                if (candidate.thread == decision->choice && candidate.how == decision->how) {
                    return i;
                }
            }
        }
        return ordinary_choice(situation);
    }

    void done(const Step&) override { ++step_; }

    int chance(int outcomes) override {
        const Decision* decision = next(Decision::Kind::chance, step_);
        return decision != nullptr && decision->choice < outcomes ? decision->choice : 0;
    }

private:
    // The next decision, if it is of that kind and for that step. Those whose step has gone by are
    // passed over.
    const Decision* next(Decision::Kind kind, std::uint32_t step) {
        while (at_ < decisions_.size() && decisions_[at_].step < step) {
            ++at_;
        }
        if (at_ < decisions_.size() && decisions_[at_].step == step &&
            decisions_[at_].kind == kind) {
            return &decisions_[at_++];
        }
        return nullptr;
    }

    arena::Vector<Decision> decisions_;
    std::size_t at_ = 0;
    std::uint32_t step_ = 0;
};

} // namespace

Strategy* make_replay(const Decision* decisions, std::size_t count) {
    return arena::make<Replay>(decisions, count);
}

} // namespace threadlab::explorer
