#include "explorer/strategies/sampling.hpp"
#include "explorer/strategies/strategies.hpp"

namespace threadlab::explorer {
namespace {

class RandomWalk final : public Sampling {
public:
    using Sampling::Sampling;

    std::size_t choose(const Situation& situation) override {
        considered_.clear();
        for (std::size_t i = 0; i < situation.candidates.size(); ++i) {
            if (is_considered(situation.candidates[i])) {
                considered_.push_back(i);
            }
        }
        return considered_.empty() ? ordinary_choice(situation)
                                   : considered_[random().below(considered_.size())];
    }
    void done(const Step&) override {}

private:
    arena::Vector<std::size_t> considered_;
};

} // namespace

Strategy* make_random_walk(std::uint64_t seed) {
    return arena::make<RandomWalk>(seed);
}

} // namespace threadlab::explorer
