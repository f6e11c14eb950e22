#include "judge/graph.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace threadlab::judge {

namespace {

enum class State { waiting, running, done };

class Board {
public:
    explicit Board(const std::vector<course::Check>& checks)
        : checks_(checks), states_(checks.size(), State::waiting) {}

    // The next check to run, when it may be run; nothing once there is none left to start.
    std::optional<std::size_t> take() {
        std::unique_lock lock(mutex_);
        for (;;) {
            const auto waiting = std::find(states_.begin(), states_.end(), State::waiting);
            if (waiting == states_.end()) {
                return std::nullopt;
            }
            if (const std::optional<std::size_t> next = startable()) {
                states_[*next] = State::running;
                return next;
            }
            changed_.wait(lock);
        }
    }

    void finish(std::size_t index) {
        {
            const std::lock_guard lock(mutex_);
            states_[index] = State::done;
        }
        changed_.notify_all();
    }

private:
    // Timing comes when nothing else can run, and then alone.
    std::optional<std::size_t> startable() const {
        std::optional<std::size_t> timing;
        for (std::size_t i = 0; i < checks_.size(); ++i) {
            if (states_[i] != State::waiting || !needs_done(checks_[i])) {
                continue;
            }
            if (checks_[i].kind != course::Kind::timing) {
                return i;
            }
            timing = timing.value_or(i);
        }
        const bool busy =
            std::find(states_.begin(), states_.end(), State::running) != states_.end();
        return busy ? std::nullopt : timing;
    }

    bool needs_done(const course::Check& check) const {
        return std::all_of(check.needs.begin(), check.needs.end(), [&](const std::string& need) {
            const auto found = std::find_if(checks_.begin(), checks_.end(),
                                            [&](const auto& other) { return other.id == need; });
            return states_[static_cast<std::size_t>(found - checks_.begin())] == State::done;
        });
    }

    const std::vector<course::Check>& checks_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<State> states_; // guarded by mutex_
};

} // namespace

void run_in_order(const std::vector<course::Check>& checks, int workers,
                  const std::function<void(std::size_t)>& run) {
    Board board(checks);
    const auto work = [&] {
        while (const std::optional<std::size_t> index = board.take()) {
            run(*index);
            board.finish(*index);
        }
    };
    std::vector<std::jthread> threads;
    for (int i = 1; i < workers; ++i) {
        threads.emplace_back(work);
    }
    work();
}

} // namespace threadlab::judge
