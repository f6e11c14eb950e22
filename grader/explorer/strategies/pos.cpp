#include "explorer/strategies/sampling.hpp"
#include "explorer/strategies/strategies.hpp"

namespace threadlab::explorer {
namespace {

class Pos final : public Sampling {
public:
    using Sampling::Sampling;

    std::size_t choose(const Situation& situation) override {
        std::size_t best = situation.candidates.size();
        std::uint64_t highest = 0;
        for (std::size_t i = 0; i < situation.candidates.size(); ++i) {
            const Candidate& candidate = situation.candidates[i];
            Pending& pending = pending_of(candidate.thread);
            pending.operation = candidate.next;
            if (pending.priority == 0) {
                pending.priority = random().next() | 1U;
            }
            if (is_considered(candidate) && pending.priority >= highest) {
                highest = pending.priority;
                best = i;
            }
        }
        return best == situation.candidates.size() ? ordinary_choice(situation) : best;
    }

    void done(const Step& step) override {
        pending_of(step.thread).priority = 0;
        for (Pending& pending : pending_) {
            if (dependent(pending.operation, step.operation)) {
                pending.priority = 0;
            }
        }
    }

private:
    struct Pending {
        Operation operation;
        std::uint64_t priority = 0; // 0: to be drawn
    };

    Pending& pending_of(ThreadId thread) {
        const auto index = static_cast<std::size_t>(thread);
        if (pending_.size() <= index) {
            pending_.resize(index + 1);
        }
        return pending_[index];
    }

    arena::Vector<Pending> pending_;
};

} // namespace

Strategy* make_pos(std::uint64_t seed) {
    return arena::make<Pos>(seed);
}

} // namespace threadlab::explorer
