// What the visible and the hidden checks of practical 2 share.
#pragma once

#include "pools.hpp"

#include <lab/check.hpp>

#include <cstddef>
#include <memory>

namespace checks {

// Lets the others go on for a while: what has not happened then, in any of many schedules, does not
// happen. Unlike lab::eventually it comes to an end where somebody looks around now and then.
inline void let_others_run() {
    if (lab::detail::explored()) {
        lab::others_ran(0);
        return;
    }
    for (int asleep = 0, round = 0; asleep < 3 && round < 100; ++round) {
        lab::pace::pause();
        asleep += lab::others_asleep() ? 1 : 0;
    }
}

// A pool that is easy to end: there is a task for each worker then, from which it comes back when
// the end has been told. Whether the end reaches a worker that sleeps, or is about to, is judged by
// the checks of task 4, and by them alone.
class EasyPool {
public:
    explicit EasyPool(std::size_t workers)
        : workers_(static_cast<int>(workers)),
          pool_(std::make_unique<lab::pools::ThreadPool>(workers)) {}
    ~EasyPool() {
        let_others_run();
        const auto gate = std::make_shared<lab::Gate>(); // who is left behind may still use it
        try {
            for (int i = 0; i < workers_; ++i) {
                pool_->post([gate] { gate->pass_or_give_up(); });
            }
        } catch (...) {
            // closed by the check already
        }
        const lab::Call end([this] { pool_.reset(); });
        end.settle();
        gate->open();
    }
    EasyPool(const EasyPool&) = delete;
    EasyPool& operator=(const EasyPool&) = delete;

    lab::pools::ThreadPool* operator->() { return pool_.get(); }
    lab::pools::ThreadPool& operator*() { return *pool_; }

private:
    int workers_;
    std::unique_ptr<lab::pools::ThreadPool> pool_;
};

} // namespace checks
