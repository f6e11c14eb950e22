// Imagined programs, small enough that all their interleavings can be listed. They stand in for
// real ones before an exhaustive search.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/strategies/strategies.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace threadlab::testing::model {

using namespace threadlab::explorer;

// A thread's code: words of a letter for what is done, and one or two for the objects.
//   rx wx ax    read x; write 1 to x; add 1 to x
//   nx4 j1      read x, and go on at word 4 if it is not 0; go on at word 1
//   kx          a weak compare-exchange of 0 for 1
//   cx          one that adds 1, in a loop until it does; a failure tells what to expect
//   lm um tm    lock; unlock; try to lock, and end if that fails
//   Wcm sc bc   wait on c with m; signal; broadcast
//   ps ds       raise a semaphore; wait until it is not 0, and lower it
using Code = std::vector<std::string>;

inline Code code_of(const std::string& text) {
    std::istringstream words(text);
    Code code;
    for (std::string word; words >> word;)
        code.push_back(word);
    return code;
}

struct ModelThread {
    Code code;
    std::size_t at = 0; // which word
    int phase = 0;      // of words that take several steps
    int expected = 0;
    bool woken = false;
    std::set<std::size_t> woke_for_no_reason; // words
    std::set<std::size_t> failed_for_no_reason;

    bool is_over() const { return at >= code.size(); }
    char does() const { return code[at][0]; }
    char object() const { return code[at][1]; }
};

// What was done in one step.
struct Done {
    std::string label; // thread, how and outcome
    std::vector<Touch> touches;
};

class Model {
public:
    explicit Model(const std::vector<std::string>& threads) {
        for (const std::string& text : threads)
            threads_.emplace_back().code = code_of(text);
        for (ModelThread& thread : threads_)
            skip_jumps(thread);
    }

    arena::Vector<Candidate> candidates() const {
        arena::Vector<Candidate> all;
        bool any = false;
        for (std::size_t i = 0; i < threads_.size(); ++i)
            any = any || is_ready(threads_[i]);
        for (std::size_t i = 0; i < threads_.size(); ++i) {
            const ModelThread& thread = threads_[i];
            const auto id = static_cast<ThreadId>(i);
            if (is_ready(thread))
                all.push_back({id, How::ready, next(i)});
            else if (any && may_wake(thread))
                all.push_back({id, How::spurious, next(i)});
        }
        return all;
    }

    // Those that have not ended, when nobody can go on.
    bool is_over(std::size_t thread) const { return threads_[thread].is_over(); }
    bool may_wake(std::size_t thread) const { return may_wake(threads_[thread]); }
    // When nobody can go on.
    bool is_deadlocked() const {
        return std::any_of(threads_.begin(), threads_.end(),
                           [](const ModelThread& thread) { return !thread.is_over(); });
    }
    // A wait that ends for no reason would be a way out, but is not allowed to be.
    bool may_anybody_wake() const {
        return std::any_of(threads_.begin(), threads_.end(),
                           [](const ModelThread& thread) { return may_wake(thread); });
    }
    std::size_t size() const { return threads_.size(); }
    int value(char object) const { return values_.contains(object) ? values_.at(object) : 0; }

    Operation next(std::size_t index) const {
        const ModelThread& thread = threads_[index];
        Operation operation;
        operation.object = address_of(thread.object());
        const bool memory = std::string("rwankc").find(thread.does()) != std::string::npos;
        operation.size = memory ? 4 : 0;
        operation.does = does_of(thread);
        if (thread.does() == 'W' && thread.phase == 2)
            operation.object = address_of(thread.code[thread.at][2]);
        return operation;
    }

    using Chance = std::function<int(int outcomes)>;

    Done step(std::size_t index, How how, const Chance& chance) {
        ModelThread& thread = threads_[index];
        Done done{std::to_string(index), {touch_of(next(index))}};
        done.label += how == How::spurious ? "!" : "";
        const auto told = [&](int outcomes) {
            const int outcome = chance(outcomes);
            done.label += "/" + std::to_string(outcome);
            return outcome;
        };
        if (thread.does() == 'W')
            wait_step(index, how, done);
        else if (thread.does() == 'c')
            loop_step(thread, told);
        else
            simple_step(index, told);
        skip_jumps(thread);
        return done;
    }

private:
    static std::uintptr_t address_of(char object) {
        return static_cast<std::uintptr_t>(object) * 64;
    }

    static Does does_of(const ModelThread& thread) {
        switch (thread.does()) {
        case 'r':
        case 'n':
            return Does::read;
        case 'c':
            return thread.phase == 0 ? Does::read : Does::update;
        case 'w':
            return Does::write;
        case 'l':
            return Does::lock;
        case 'u':
            return Does::unlock;
        case 'a':
        case 'k':
            return Does::update;
        case 't':
            return Does::try_lock;
        case 'W':
            return thread.phase == 0 ? Does::wait : thread.phase == 1 ? Does::wake : Does::lock;
        case 's':
        case 'p':
            return Does::signal;
        case 'b':
            return Does::broadcast;
        default:
            return Does::wait;
        }
    }

    bool is_ready(const ModelThread& thread) const {
        if (thread.is_over())
            return false;
        switch (thread.does()) {
        case 'l':
            return value(thread.object()) == 0;
        case 'd':
            return value(thread.object()) > 0;
        case 'W':
            return thread.phase == 0 || (thread.phase == 1 && thread.woken) ||
                   (thread.phase == 2 && value(thread.code[thread.at][2]) == 0);
        default:
            return true;
        }
    }

    static bool may_wake(const ModelThread& thread) {
        return !thread.is_over() && thread.does() == 'W' && thread.phase == 1 &&
               !thread.woke_for_no_reason.contains(thread.at);
    }

    static void skip_jumps(ModelThread& thread) {
        while (!thread.is_over() && thread.does() == 'j')
            thread.at = std::stoul(thread.code[thread.at].substr(1));
    }

    void wait_step(std::size_t index, How how, Done& done) {
        ModelThread& thread = threads_[index];
        const char mutex = thread.code[thread.at][2];
        std::vector<std::size_t>& room = rooms_[thread.object()];
        if (thread.phase == 0) {
            done.touches.push_back({address_of(mutex), 0, false});
            values_[mutex] = 0;
            thread.woken = false;
            room.push_back(index);
        } else if (thread.phase == 1) {
            std::erase(room, index);
            if (how == How::spurious)
                thread.woke_for_no_reason.insert(thread.at);
        } else {
            values_[mutex] = 1;
        }
        thread.phase = (thread.phase + 1) % 3;
        thread.at += thread.phase == 0 ? 1 : 0;
    }

    bool fails(ModelThread& thread, const Chance& chance) {
        if (thread.failed_for_no_reason.contains(thread.at) || chance(2) == 0)
            return false;
        thread.failed_for_no_reason.insert(thread.at);
        return true;
    }

    void loop_step(ModelThread& thread, const Chance& chance) {
        int& value = values_[thread.object()];
        if (thread.phase == 0) {
            thread.expected = value;
            thread.phase = 1;
            return;
        }
        if (value == thread.expected && !fails(thread, chance)) {
            ++value;
            ++thread.at;
            thread.phase = 0;
        }
        thread.expected = value;
    }

    void wake(char object, bool all, const Chance& chance) {
        std::vector<std::size_t>& room = rooms_[object];
        while (!room.empty()) {
            const auto waiting = static_cast<int>(room.size());
            const int which = all || waiting == 1 ? 0 : chance(waiting);
            threads_[room[static_cast<std::size_t>(which)]].woken = true;
            room.erase(room.begin() + which);
            if (!all)
                return;
        }
    }

    void simple_step(std::size_t index, const Chance& chance) {
        ModelThread& thread = threads_[index];
        int& value = values_[thread.object()];
        const std::size_t at = thread.at++;
        switch (thread.code[at][0]) {
        case 'w':
        case 'l':
            value = 1;
            break;
        case 'u':
            value = 0;
            break;
        case 'a':
        case 'p':
            ++value;
            break;
        case 'd':
            --value;
            break;
        case 'n':
            if (value != 0)
                thread.at = std::stoul(thread.code[at].substr(2));
            break;
        case 't':
            if (value != 0)
                thread.at = thread.code.size();
            value = 1;
            break;
        case 'k':
            --thread.at;
            if (value == 0 && !fails(thread, chance))
                value = 1;
            ++thread.at;
            break;
        case 's':
            wake(thread.code[at][1], false, chance);
            break;
        case 'b':
            wake(thread.code[at][1], true, chance);
            break;
        default:
            break;
        }
    }

    std::vector<ModelThread> threads_;
    std::map<char, int> values_;
    std::map<char, std::vector<std::size_t>> rooms_;
};

} // namespace threadlab::testing::model
