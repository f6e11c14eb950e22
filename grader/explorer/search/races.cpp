#include "explorer/search/races.hpp"

#include <algorithm>
#include <optional>

namespace threadlab::explorer {
namespace {

// A step of the schedule, or one that a thread was about to take at its end.
struct Event {
    ThreadId thread = 0;
    Does does = Does::begin;
    std::size_t at = 0; // in the schedule
    Part<Touch> touches{};
    VectorClock past; // how many steps of each thread come before it, itself included
};

bool can_always_be_taken(Does does) {
    switch (does) {
    case Does::read:
    case Does::write:
    case Does::update:
    case Does::try_lock:
    case Does::unlock:
    case Does::signal:
    case Does::broadcast:
        return true;
    default:
        return false;
    }
}

// Of two steps that touch the same: whether the second can be taken only when the first is done.
bool enables(Does first, Does second) {
    return (first == Does::create && second == Does::begin) ||
           (first == Does::exit && second == Does::join);
}

class Schedule {
public:
    explicit Schedule(const SearchLog& log) : log_(log) {
        for (std::size_t i = 0; i < log.step_count; ++i) {
            const SearchLog::Step& step = log.steps[i];
            Event event{step.thread, step.does, i, touches_of(log, i), {}};
            conflicts_.push_back(place(event));
            of(step.thread).push_back(i);
            events_.push_back(std::move(event));
        }
    }

    void add_races_of(std::size_t step, arena::Vector<Race>& races) const {
        add_races_of(events_[step], conflicts_[step], races);
    }

    void add_races_of(const SearchLog::Waiting& waiting, arena::Vector<Race>& races) const {
        const Touch touch = touch_of(waiting.next);
        Event event{waiting.thread, waiting.next.does, events_.size(), {&touch, &touch + 1}, {}};
        const auto conflicts = place(event);
        add_races_of(event, conflicts, races);
        if (waiting.may_wake_spuriously) {
            add_race_with_the_end(event, races);
        }
    }

private:
    using Steps = arena::Vector<std::size_t>;

    Steps& of(ThreadId thread) {
        const auto index = static_cast<std::size_t>(thread);
        if (index >= by_thread_.size()) {
            by_thread_.resize(index + 1);
        }
        return by_thread_[index];
    }

    // The steps of other threads that conflict with that event and that nothing orders before it
    // but the conflict. Sets the event's past.
    Steps place(Event& event) const {
        const auto index = static_cast<std::size_t>(event.thread);
        VectorClock before;
        if (index < by_thread_.size() && !by_thread_[index].empty()) {
            before = events_[by_thread_[index].back()].past;
        }
        event.past = before;
        event.past.tick(event.thread);
        Steps conflicts;
        for (std::size_t thread = 0; thread < by_thread_.size(); ++thread) {
            const Steps& steps = by_thread_[thread];
            const std::size_t known = before.of(static_cast<ThreadId>(thread));
            for (std::size_t i = steps.size(); thread != index && i > known; --i) {
                const Event& other = events_[steps[i - 1]];
                if (conflict(other.touches, event.touches)) {
                    conflicts.push_back(other.at);
                    event.past.join(other.past);
                }
            }
        }
        std::sort(conflicts.begin(), conflicts.end(), std::greater<>());
        return conflicts;
    }

    bool is_past(std::size_t step, const VectorClock& clock) const {
        const Event& event = events_[step];
        return event.past.of(event.thread) <= clock.of(event.thread);
    }

    void add_races_of(const Event& event, const Steps& conflicts,
                      arena::Vector<Race>& races) const {
        // What comes before the nearer of two conflicts is no race itself. Only where it is sure
        // that the nearer one can be turned round: else it may hide the one that matters, as the
        // end of a critical section hides its beginning.
        VectorClock hidden;
        for (const std::size_t first : conflicts) {
            if (is_past(first, hidden) || enables(events_[first].does, event.does)) {
                continue;
            }
            if (auto race = race_of(first, event)) {
                if (can_always_be_taken(event.does)) {
                    hidden.join(events_[first].past);
                }
                races.push_back(std::move(*race));
            }
        }
    }

    // A wait can end for no reason only as long as anybody can go on: so it could have ended before
    // the last step that did not have to come before it.
    void add_race_with_the_end(const Event& event, arena::Vector<Race>& races) const {
        for (std::size_t i = events_.size(); i-- > 0;) {
            if (events_[i].thread != event.thread && !is_past(i, event.past)) {
                if (auto race = race_of(i, event)) {
                    races.push_back(std::move(*race));
                }
                return;
            }
        }
    }

    std::optional<Race> race_of(std::size_t first, const Event& event) const {
        // Each thread's first step among those that do not come after `first`.
        arena::Vector<const Event*> firsts(by_thread_.size() + 1);
        const auto add = [&](const Event& one) {
            const Event*& known =
                firsts[std::min(static_cast<std::size_t>(one.thread), by_thread_.size())];
            known = known == nullptr ? &one : known;
        };
        for (std::size_t i = first + 1; i < event.at; ++i) {
            if (!is_past(first, events_[i].past)) {
                add(events_[i]);
            }
        }
        add(event);
        Race race{first, event.thread, {}};
        for (const Event* one : firsts) {
            const bool initial =
                one != nullptr &&
                std::all_of(firsts.begin(), firsts.end(), [&](const Event* other) {
                    return other == nullptr || other == one ||
                           other->past.of(other->thread) > one->past.of(other->thread);
                });
            if (initial && one == &event && !could_go_on(first, event.thread)) {
                return std::nullopt;
            }
            if (initial) {
                race.starts.push_back(one->thread);
            }
        }
        return race;
    }

    bool could_go_on(std::size_t step, ThreadId thread) const {
        const auto choices = choices_at(log_, step);
        return std::any_of(choices.begin(), choices.end(), [&](const SearchLog::Choice& choice) {
            return choice.thread == thread;
        });
    }

    const SearchLog& log_;
    arena::Vector<Event> events_;
    arena::Vector<Steps> conflicts_; // of each event
    arena::Vector<Steps> by_thread_;
};

} // namespace

arena::Vector<Race> find_races(const SearchLog& log, std::size_t from) {
    const Schedule schedule(log);
    arena::Vector<Race> races;
    for (std::size_t step = from; step < log.step_count; ++step) {
        schedule.add_races_of(step, races);
    }
    for (std::size_t i = 0; i < log.waiting_count; ++i) {
        schedule.add_races_of(log.waiting[i], races);
    }
    return races;
}

} // namespace threadlab::explorer
