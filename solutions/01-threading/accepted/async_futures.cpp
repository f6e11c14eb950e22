// std::async with stored futures for everything.
#include "threading.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <stdexcept>
#include <utility>

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
    std::vector<std::future<int>> futures;
    for (const int input : inputs) {
        futures.push_back(std::async(std::launch::async, [&work, input] { return work(input); }));
    }
    std::vector<int> results;
    for (auto& future : futures) {
        results.push_back(future.get());
    }
    return results;
}

namespace {

std::atomic<std::size_t> living{1};

} // namespace

struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::atomic<bool> alive{false};
    std::future<void> future{};
};

Worker::Worker(std::string name, std::function<void()> body) : impl_(std::make_unique<Impl>()) {
    impl_->name = std::move(name);
    impl_->body = std::move(body);
}

Worker::~Worker() = default; // the future waits

void Worker::start() {
    if (impl_->future.valid()) {
        throw std::logic_error("started twice");
    }
    ++living;
    impl_->alive = true;
    impl_->future = std::async(std::launch::async, [this] {
        try {
            run();
        } catch (...) {
        }
        impl_->alive = false;
        --living;
    });
}

void Worker::join() {
    if (!impl_->future.valid()) {
        throw std::logic_error("joined before it was started");
    }
    impl_->future.wait();
}

bool Worker::join_for(std::chrono::milliseconds limit) {
    return impl_->future.wait_for(limit) == std::future_status::ready;
}

bool Worker::is_alive() const {
    return impl_->alive;
}

std::size_t Worker::active_count() {
    return living;
}

const std::string& Worker::name() const {
    return impl_->name;
}

void Worker::run() {
    impl_->body();
}

namespace {

Reading fetch_one(const std::string& city, const Fetch& fetch) {
    try {
        return {city, fetch(city), ""};
    } catch (const std::exception& error) {
        return {city, std::nullopt, error.what()};
    } catch (...) {
        return {city, std::nullopt, "no exception that is known"};
    }
}

} // namespace

std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch) {
    std::vector<std::future<Reading>> futures;
    for (const std::string& city : cities) {
        futures.push_back(
            std::async(std::launch::async, fetch_one, std::cref(city), std::cref(fetch)));
    }
    std::vector<Reading> readings;
    for (auto& future : futures) {
        readings.push_back(future.get());
    }
    return readings;
}

WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    auto line = std::async(std::launch::async, read_line);
    WhileWaiting answer{0, 0, ""};
    while (line.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        ++answer.last_n;
        answer.last_square = answer.last_n * answer.last_n;
    }
    answer.line = line.get();
    return answer;
}

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    const std::uint64_t size = std::max(first, last) - first;
    std::vector<std::future<std::uint64_t>> futures;
    for (unsigned i = 0; i < threads; ++i) {
        const std::uint64_t share = size / threads + (i < size % threads ? 1 : 0);
        futures.push_back(std::async(std::launch::async, [&test, first, share] {
            std::uint64_t found = 0;
            for (std::uint64_t step = 0; step < share; ++step) {
                found += test(first + step) ? 1 : 0;
            }
            return found;
        }));
        first += share;
    }
    std::uint64_t total = 0;
    for (auto& future : futures) {
        total += future.get();
    }
    return total;
}

} // namespace lab::threading
