#include "explorer/strategies/sampling.hpp"
#include "explorer/strategies/strategies.hpp"

namespace threadlab::explorer {
namespace {

// Of the interesting steps, the next is always that of the thread intended for it, which is drawn
// in proportion to how many of them each has left. All other steps are a random walk's.
class Surw final : public Sampling {
public:
    Surw(std::uint64_t seed, const Profile& profile, bool all) : Sampling(seed), all_(all) {
        const std::size_t count = profile.by_thread.size();
        left_.resize(count);
        for (const Profile::Thread& thread : profile.by_thread) {
            creators_.push_back(thread.creator);
        }
        if (all || profile.objects.empty()) {
            all_ = true;
            for (std::size_t i = 0; i < count; ++i) {
                left_[i] = profile.by_thread[i].steps;
            }
            return;
        }
        const Profile::Object& drawn = profile.objects[random().below(profile.objects.size())];
        object_ = drawn.object;
        for (std::size_t i = 0; i < count && i < drawn.steps.size(); ++i) {
            left_[i] = drawn.steps[i];
        }
    }

    std::size_t choose(const Situation& situation) override {
        for (const Candidate& candidate : situation.candidates) {
            note_created(candidate.thread);
        }
        if (intended_ < 0) {
            draw_intended(situation);
        }
        allowed_.clear();
        for (std::size_t i = 0; i < situation.candidates.size(); ++i) {
            const Candidate& candidate = situation.candidates[i];
            if (is_considered(candidate) &&
                (candidate.thread == intended_ || !is_interesting(candidate.next))) {
                allowed_.push_back(i);
            }
        }
        if (!allowed_.empty()) {
            return allowed_[random().below(allowed_.size())];
        }
        // The one intended cannot go on: somebody else has to.
        return draw_intended(situation);
    }

    void done(const Step& step) override {
        note_created(step.thread);
        if (is_interesting(step.operation)) {
            const auto index = static_cast<std::size_t>(step.thread);
            left_[index] -= left_[index] > 0 ? 1 : 0;
            intended_ = -1;
        }
    }

private:
    bool is_interesting(const Operation& operation) const {
        return all_ || granule_of(operation.object) == granule_of(object_);
    }

    // Threads are created in the order of their numbers.
    void note_created(ThreadId thread) {
        if (thread >= first_unborn_) {
            first_unborn_ = thread + 1;
            const auto count = static_cast<std::size_t>(first_unborn_);
            if (count > left_.size()) {
                left_.resize(count);
                creators_.resize(count, -1);
            }
        }
    }

    // What the thread has left, and all that its children have that are not there yet.
    std::uint64_t weight_of(ThreadId thread) const {
        std::uint64_t weight = left_[static_cast<std::size_t>(thread)];
        const auto count = static_cast<ThreadId>(left_.size());
        for (ThreadId child = first_unborn_; child < count; ++child) {
            if (creators_[static_cast<std::size_t>(child)] == thread) {
                weight += weight_of(child);
            }
        }
        return weight;
    }

    // Draws among the candidates; returns the index of the one drawn.
    std::size_t draw_intended(const Situation& situation) {
        std::uint64_t sum = 0;
        for (const Candidate& candidate : situation.candidates) {
            sum += weight_of(candidate.thread);
        }
        std::size_t drawn = ordinary_choice(situation);
        if (sum > 0) {
            std::uint64_t point = random().below(sum);
            for (std::size_t i = 0; i < situation.candidates.size(); ++i) {
                const std::uint64_t weight = weight_of(situation.candidates[i].thread);
                if (point < weight) {
                    drawn = i;
                    break;
                }
                point -= weight;
            }
        } else if (situation.candidates[drawn].how != How::spurious) {
            drawn = random().below(situation.candidates.size());
        }
        intended_ = situation.candidates[drawn].thread;
        return drawn;
    }

    bool all_;
    std::uintptr_t object_ = 0;
    ThreadId intended_ = -1;
    ThreadId first_unborn_ = 0;
    arena::Vector<std::uint64_t> left_; // interesting steps, by thread
    arena::Vector<ThreadId> creators_;
    arena::Vector<std::size_t> allowed_;
};

} // namespace

Strategy* make_surw(std::uint64_t seed, const Profile& profile, bool all) {
    return arena::make<Surw>(seed, profile, all);
}

} // namespace threadlab::explorer
