#include "explorer/strategies/sampling.hpp"
#include "explorer/strategies/strategies.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

class RoundRobin final : public Sampling {
public:
    RoundRobin(std::uint64_t seed, const Profile& profile)
        : Sampling(seed), walk_(random().below(std::max<std::uint64_t>(profile.steps, 1))) {
        // One step each is where lockstep shows; longer turns are tried, too.
        constexpr std::uint64_t longest = 8;
        turn_ = random().one_in(2) ? 1 : 1 + random().below(longest);
    }

    std::size_t choose(const Situation& situation) override {
        const auto& candidates = situation.candidates;
        if (situation.step < walk_) {
            const std::size_t any = random().below(candidates.size());
            return is_considered(candidates[any]) ? any : ordinary_choice(situation);
        }
        const auto ready_from = [&](ThreadId first) {
            return std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& one) {
                return one.how == How::ready && one.thread >= first;
            });
        };
        auto next = ready_from(situation.current + (taken_ < turn_ ? 0 : 1));
        next = next == candidates.end() ? ready_from(0) : next;
        return next == candidates.end() ? ordinary_choice(situation)
                                        : static_cast<std::size_t>(next - candidates.begin());
    }

    void done(const Step& step) override {
        taken_ = step.thread == last_ ? taken_ + 1 : 1;
        last_ = step.thread;
    }

private:
    std::uint64_t walk_;
    std::uint64_t turn_ = 1;
    std::uint64_t taken_ = 0; // steps, by the thread that runs
    ThreadId last_ = -1;
};

} // namespace

Strategy* make_round_robin(std::uint64_t seed, const Profile& profile) {
    return arena::make<RoundRobin>(seed, profile);
}

} // namespace threadlab::explorer
