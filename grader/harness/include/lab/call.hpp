// A call that is watched while it runs.
#pragma once

#include "lab/threads.hpp"

#include <atomic>
#include <exception>
#include <functional>
#include <thread>
#include <utility>

namespace lab {

// Runs a function in a thread of its own. The destructor waits for the function's return.
class Call {
public:
    // What a call that ought to wait is found doing.
    enum class State { returned, asleep, spinning };

    explicit Call(std::function<void()> function)
        : thread_([this, function = std::move(function)] { run(function); }) {}

    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() = default;

    // Waits until it is plain what the call does: `returned`; `asleep`, seen so for pace::settled
    // all in all; or `spinning`, having used pace::spinning of CPU time meanwhile. A call that has
    // yet to get its turn on a busy machine is none of these, and is waited for. Under the
    // explorer, which itself tells of spinning, it is asleep when nobody else can go on.
    State settle() const {
        if (detail::explored()) {
            const bool ends =
                detail::await([this] { return returned_.load(); }, detail::short_while);
            return ends ? State::returned : State::asleep;
        }
        while (id_.load() == 0) {
            pace::pause();
        }
        const double start = cpu_seconds(id_);
        for (auto asleep = pace::milliseconds{0}; !returned_;) {
            if (asleep >= pace::settled) {
                return State::asleep;
            }
            if (cpu_seconds(id_) - start >= pace::spinning) {
                return State::spinning;
            }
            pace::pause();
            asleep += is_asleep(id_) ? pace::tick : pace::milliseconds{0};
        }
        return State::returned;
    }

    bool returned() const { return returned_; }

    // Waits for the return and throws what the function threw.
    void join() {
        thread_.join();
        if (error_) {
            std::rethrow_exception(error_);
        }
    }

private:
    void run(const std::function<void()>& function) {
        id_ = this_thread_id();
        try {
            function();
        } catch (...) {
            error_ = std::current_exception();
        }
        returned_ = true;
    }

    std::atomic<pid_t> id_{0};
    std::atomic<bool> returned_{false};
    std::exception_ptr error_;
    std::jthread thread_; // last, so that it starts after and ends before what it uses
};

} // namespace lab
