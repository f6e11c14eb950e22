// Prints from every thread, with and without osyncstream.
#include "threading.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <syncstream>
#include <thread>
#include <utility>
#include <variant>

namespace lab::threading {

std::vector<int> run_serial(std::span<const int> inputs, const Work& work) {
    std::vector<int> results;
    results.reserve(inputs.size());
    for (const int input : inputs) {
        results.push_back(work(input));
    }
    return results;
}

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<int> results(inputs.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            std::osyncstream(std::cout) << "thread " << i << " begins" << std::endl;
            results[i] = work(inputs[i]);
            std::cout << "thread " << i << " ends with " << results[i] << "\n";
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::cout << "End main" << std::endl;
    return results;
}

namespace {

std::atomic<std::size_t> living{0};

} // namespace

struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::jthread thread{};
    bool started = false;
    std::mutex mutex{};
    std::condition_variable ended{};
    bool alive = false; // guarded by mutex
};

Worker::Worker(std::string name, std::function<void()> body)
    : impl_(new Impl{std::move(name), std::move(body)}) {}

Worker::~Worker() {
    if (impl_->thread.joinable()) {
        impl_->thread.join();
    }
}

void Worker::start() {
    if (std::exchange(impl_->started, true)) {
        throw std::logic_error("started twice");
    }
    {
        const std::lock_guard guard(impl_->mutex);
        impl_->alive = true;
        ++living;
    }
    impl_->thread = std::jthread([this] {
        try {
            run();
        } catch (...) {
        }
        const std::lock_guard guard(impl_->mutex);
        impl_->alive = false;
        --living;
        impl_->ended.notify_all();
    });
}

void Worker::join() {
    if (!impl_->started) {
        throw std::logic_error("joined before it was started");
    }
    if (impl_->thread.joinable()) {
        impl_->thread.join();
    }
}

bool Worker::join_for(std::chrono::milliseconds limit) {
    std::unique_lock lock(impl_->mutex);
    return impl_->ended.wait_until(lock, std::chrono::system_clock::now() + limit,
                                   [this] { return impl_->started && !impl_->alive; });
}

bool Worker::is_alive() const {
    const std::lock_guard guard(impl_->mutex);
    return impl_->alive;
}

std::size_t Worker::active_count() {
    return 1 + living;
}

const std::string& Worker::name() const {
    return impl_->name;
}

void Worker::run() {
    impl_->body();
}

namespace {

using Outcome = std::variant<std::monostate, double, std::string>;

struct ToReading {
    const std::string& city;
    Reading operator()(std::monostate) const { return {city, std::nullopt, "never fetched"}; }
    Reading operator()(double celsius) const { return {city, celsius, ""}; }
    Reading operator()(const std::string& error) const { return {city, std::nullopt, error}; }
};

} // namespace

std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch) {
    std::vector<Outcome> outcomes(cities.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        threads.emplace_back([&outcome = outcomes[i], city = cities[i], fetch] {
            try {
                outcome = fetch(city);
            } catch (const std::exception& error) {
                outcome = std::string(error.what());
            } catch (...) {
                outcome = std::string("something was thrown");
            }
        });
    }
    std::vector<Reading> readings;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        threads[i].join();
        readings.push_back(std::visit(ToReading{cities[i]}, outcomes[i]));
    }
    return readings;
}

WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    std::atomic<bool> enough{false};
    WhileWaiting answer{};
    std::thread squares([&] {
        while (!enough) {
            const std::uint64_t n = answer.last_n + 1;
            answer.last_square = n * n;
            answer.last_n = n;
        }
    });
    std::string line;
    try {
        line = read_line();
    } catch (...) {
        enough = true;
        squares.join();
        throw;
    }
    enough = true;
    squares.join();
    answer.line = line;
    return answer;
}

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    const std::uint64_t size = first < last ? last - first : 0;
    std::atomic<std::uint64_t> next{0};
    std::atomic<std::uint64_t> total{0};
    const auto take_one_after_another = [&] {
        for (std::uint64_t i = next++; i < size; i = next++) {
            if (test(first + i)) {
                ++total;
            }
        }
    };
    std::vector<std::jthread> running;
    for (unsigned i = 0; i < threads; ++i) {
        running.emplace_back(take_one_after_another);
    }
    running.clear();
    return total;
}

} // namespace lab::threading
