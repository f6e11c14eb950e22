// Practical 1, threading: the interface. It is given; write your answer in threading.cpp.
// What each function promises is in README.md, under "Contracts".
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

// For your answer: what nearly every one needs.
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace lab::threading {

using Work = std::function<int(int)>;

// The worked example, given complete: one item after the other, no thread at all.
std::vector<int> run_serial(std::span<const int> inputs, const Work& work);

// Task 1. Calls work(inputs[i]) once for each i, all at the same time, in threads of which the
// caller's own may be one. Returns when every call has returned; element i of the result belongs to
// inputs[i].
std::vector<int> run_threaded(std::span<const int> inputs, const Work& work);

// Task 2. A thread that is made first and started later, with a name, a state and a timed join.
class Worker {
public:
    // Keeps name and body. Starts nothing.
    Worker(std::string name, std::function<void()> body);
    // Waits for the body, if it was started and has not returned yet.
    virtual ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // Lets run() run in a new thread and returns at once. Second call: std::logic_error.
    void start();
    // Waits until run() has ended. Before start(): std::logic_error. A second call returns at once.
    void join();
    // Waits until run() has ended, but no longer than `limit`. True: it has ended.
    bool join_for(std::chrono::milliseconds limit);
    // True from the return of start() until run() has ended.
    bool is_alive() const;
    const std::string& name() const;
    // The caller's thread and every Worker that is alive: 1 + how many is_alive().
    static std::size_t active_count();

protected:
    // What the new thread does: by default, calls the body. A subclass may override it.
    virtual void run();

private:
    struct Impl; // yours, in threading.cpp
    std::unique_ptr<Impl> impl_;
};

struct Reading {
    std::string city;
    std::optional<double> celsius; // empty when the fetch threw
    std::string error;             // what the exception said; empty when the fetch did not throw
};

using Fetch = std::function<double(const std::string&)>;

// Task 3. Calls fetch(cities[i]) once for each i, all at the same time. Returns when every call has
// ended; element i of the result belongs to cities[i]. Nothing that fetch throws escapes.
std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch);

struct WhileWaiting {
    std::uint64_t last_n;      // the last number that was squared; 0 if none was
    std::uint64_t last_square; // its square
    std::string line;          // what read_line returned
};

// Task 4. Calls read_line once and squares 1, 2, 3, ... until it returns. Returns soon after that.
// If read_line throws, the exception reaches the caller.
WhileWaiting square_while_waiting(const std::function<std::string()>& read_line);

// Task 5. How many of the numbers first, first + 1, ..., last - 1 pass the test. Calls test once
// for each, from `threads` threads that share the range. No threads: std::invalid_argument.
std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test);

} // namespace lab::threading
