#include "explorer/strategies/sampling.hpp"
#include "explorer/strategies/strategies.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

// Every thread has a priority, and the highest of those that can go on does. At depth - 1 steps
// drawn beforehand, the thread that runs falls below all others.
class Pct final : public Sampling {
public:
    Pct(std::uint64_t seed, const Profile& profile, int depth)
        : Sampling(seed), depth_(static_cast<std::uint64_t>(depth)) {
        const std::uint64_t steps = std::max<std::uint64_t>(profile.steps, 1);
        for (std::uint64_t i = 1; i < depth_; ++i) {
            changes_.push_back(random().below(steps));
        }
    }

    std::size_t choose(const Situation& situation) override {
        std::size_t best = situation.candidates.size();
        for (std::size_t i = 0; i < situation.candidates.size(); ++i) {
            const Candidate& candidate = situation.candidates[i];
            if (is_considered(candidate) &&
                (best == situation.candidates.size() ||
                 priority_of(candidate.thread) > priority_of(situation.candidates[best].thread))) {
                best = i;
            }
        }
        return best == situation.candidates.size() ? ordinary_choice(situation) : best;
    }

    void done(const Step& step) override {
        for (std::size_t i = 0; i < changes_.size(); ++i) {
            if (changes_[i] == steps_) {
                priority_of(step.thread) = i;
            }
        }
        // Who gives way means it: without this, whoever spins on top never lets others in.
        if (step.operation.does == Does::yield || step.operation.does == Does::sleep) {
            priority_of(step.thread) = depth_ + random().below(1U << 20U);
        }
        ++steps_;
    }

private:
    std::uint64_t& priority_of(ThreadId thread) {
        const auto index = static_cast<std::size_t>(thread);
        while (priorities_.size() <= index) {
            priorities_.push_back(depth_ + random().next() / 2);
        }
        return priorities_[index];
    }

    std::uint64_t depth_;
    std::uint64_t steps_ = 0;
    arena::Vector<std::uint64_t> changes_;
    arena::Vector<std::uint64_t> priorities_; // 0 to depth - 2: fallen
};

} // namespace

Strategy* make_pct(std::uint64_t seed, const Profile& profile, int depth) {
    return arena::make<Pct>(seed, profile, depth);
}

} // namespace threadlab::explorer
