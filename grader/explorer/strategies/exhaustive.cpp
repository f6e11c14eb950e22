#include "explorer/search/guide.hpp"
#include "explorer/strategies/strategies.hpp"

#include <algorithm>

namespace threadlab::explorer {
namespace {

class Exhaustive final : public Strategy {
public:
    Exhaustive(Guide guide, SearchLog& log) : guide_(std::move(guide)), log_(log) {}

    bool is_pruned(const Situation& situation) override {
        const auto& candidates = situation.candidates;
        if (steps_ < guide_.threads.size()) {
            log_.strayed = index_of(guide_.threads[steps_], candidates) == candidates.size();
            return log_.strayed;
        }
        if (steps_ > 0) {
            wake(guide_.sleepers, log_, steps_ - 1);
        }
        return log_.too_long ||
               std::all_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
                   return sleeps(guide_.sleepers, candidate.thread);
               });
    }

    std::size_t choose(const Situation& situation) override {
        if (steps_ < guide_.threads.size()) {
            return index_of(guide_.threads[steps_], situation.candidates);
        }
        awake_.clear();
        for (const Candidate& candidate : situation.candidates) {
            if (!sleeps(guide_.sleepers, candidate.thread)) {
                awake_.push_back(candidate);
            }
        }
        const std::size_t chosen = ordinary_choice({awake_, situation.current, situation.step});
        return index_of(awake_[chosen].thread, situation.candidates);
    }

    void done(const Step&) override { ++steps_; }

    int chance(int) override {
        return chances_ < guide_.outcomes.size() ? guide_.outcomes[chances_++] : 0;
    }

private:
    static std::size_t index_of(ThreadId thread, const arena::Vector<Candidate>& candidates) {
        const auto found =
            std::find_if(candidates.begin(), candidates.end(),
                         [&](const Candidate& candidate) { return candidate.thread == thread; });
        return static_cast<std::size_t>(found - candidates.begin());
    }

    Guide guide_;
    SearchLog& log_;
    std::size_t steps_ = 0;
    std::size_t chances_ = 0;
    arena::Vector<Candidate> awake_;
};

} // namespace

Strategy* make_exhaustive(const Guide& guide, SearchLog& log) {
    return arena::make<Exhaustive>(guide, log);
}

} // namespace threadlab::explorer
