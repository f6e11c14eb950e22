// Practical 2, pools: the interface. It is given; write your answer in pools.cpp.
// What each function promises is in README.md, under "Contracts".
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// For your answer: what nearly every one needs.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace lab::pools {

// Anything that can be called without arguments and returns an int. It can be moved, but not
// copied: it may own something of which there is only one, such as a std::unique_ptr. Given
// complete.
class Job {
public:
    template <typename Function>
        requires(!std::same_as<std::remove_cvref_t<Function>, Job> &&
                 std::is_invocable_r_v<int, std::decay_t<Function>&>)
    Job(Function&& function)
        : held_(std::make_unique<Held<std::decay_t<Function>>>(std::forward<Function>(function))) {}

    // Calls it. Whatever it throws comes out.
    int operator()() { return held_->call(); }

private:
    struct Callable {
        Callable() = default;
        Callable(const Callable&) = delete;
        Callable& operator=(const Callable&) = delete;
        virtual ~Callable() = default;
        virtual int call() = 0;
    };

    template <typename Function>
    struct Held : Callable {
        explicit Held(Function function) : function_(std::move(function)) {}
        int call() override { return function_(); }
        Function function_;
    };

    std::unique_ptr<Callable> held_;
};

// What post() and submit() throw once the pool is closed.
class PoolClosed : public std::runtime_error {
public:
    PoolClosed() : std::runtime_error("the thread pool is closed") {}
};

class ThreadPool {
public:
    // Task 1. Workers that are used again and again, never more. None: std::invalid_argument.
    explicit ThreadPool(std::size_t workers);
    // Task 4. The same as close().
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    // How many workers the pool was made with.
    std::size_t size() const noexcept;
    // Task 1. Puts the task into the queue and returns at once. A worker will call it.
    void post(std::function<void()> task);
    // Task 2. The same for a job, whose result, or exception, arrives in the future.
    std::future<int> submit(Job job);
    // Task 3. Waits until no task is queued and none is running.
    void wait_idle();
    // Task 4. Takes no more tasks, lets the workers do those that are queued, and ends them.
    void close();

private:
    struct Impl; // yours, in pools.cpp
    std::unique_ptr<Impl> impl_;
};

struct City {
    explicit City(std::string the_name) : name(std::move(the_name)) {}
    std::string name;
};

struct Reading {
    Reading(std::string the_city, double the_celsius)
        : city(std::move(the_city)), celsius(the_celsius) {}
    std::string city;
    double celsius;
};

// Task 5. Calls measure(cities[i]) once for each i, on the workers of the pool, and returns when
// every call has ended; element i of the result belongs to cities[i]. If a call throws, the
// exception reaches the caller, but not before every call that has begun has ended.
std::vector<Reading> parallel_map(ThreadPool& pool, std::span<const City> cities,
                                  const std::function<Reading(const City&)>& measure);

} // namespace lab::pools
