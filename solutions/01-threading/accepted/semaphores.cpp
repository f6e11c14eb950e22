// Semaphores count the threads that are done.
#include "threading.hpp"

#include <atomic>
#include <exception>
#include <numeric>
#include <semaphore>
#include <stdexcept>
#include <thread>
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
    std::vector<int> results(inputs.size());
    std::counting_semaphore<> finished(0);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            results[i] = work(inputs[i]);
            finished.release();
        });
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        finished.acquire();
    }
    return results;
}

namespace {

std::atomic<std::size_t> living{1};

} // namespace

struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::binary_semaphore ended{0}; // one permit from the end of the body on
    std::atomic<bool> alive{false};
    std::atomic<bool> started{false};
    std::jthread thread{};
};

Worker::Worker(std::string name, std::function<void()> body) : impl_(new Impl) {
    impl_->name = std::move(name);
    impl_->body = std::move(body);
}

Worker::~Worker() = default; // the jthread joins

void Worker::start() {
    if (impl_->started.exchange(true)) {
        throw std::logic_error("started twice");
    }
    impl_->alive = true;
    ++living;
    impl_->thread = std::jthread([this] {
        try {
            run();
        } catch (...) {
        }
        --living;
        impl_->alive = false;
        impl_->ended.release();
    });
}

void Worker::join() {
    if (!impl_->started) {
        throw std::logic_error("joined before it was started");
    }
    impl_->ended.acquire();
    impl_->ended.release(); // for the next one who asks
}

bool Worker::join_for(std::chrono::milliseconds limit) {
    const bool ended = impl_->ended.try_acquire_for(limit);
    if (ended) {
        impl_->ended.release();
    }
    return ended;
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

// Task 2's Worker does the work.
std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch) {
    std::vector<Reading> readings(cities.size());
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        workers.push_back(std::make_unique<Worker>(
            cities[i], [&, i] { readings[i] = fetch_one(cities[i], fetch); }));
        workers.back()->start();
    }
    for (const auto& worker : workers) {
        worker->join();
    }
    return readings;
}

WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    std::string line;
    std::exception_ptr failure;
    Worker reader("input reader", [&] {
        try {
            line = read_line();
        } catch (...) {
            failure = std::current_exception();
        }
    });
    reader.start();
    std::uint64_t n = 0;
    while (reader.is_alive()) {
        ++n;
    }
    reader.join();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return {n, n * n, line};
}

namespace {

struct alignas(64) Tally {
    std::uint64_t found = 0;
};

} // namespace

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    const std::uint64_t size = first < last ? last - first : 0;
    std::vector<Tally> tallies(threads);
    std::vector<std::thread> running;
    for (unsigned i = 0; i < threads; ++i) {
        running.emplace_back([&, i] {
            // the last one takes the remainder
            const std::uint64_t share = size / threads;
            const std::uint64_t begin = share * i;
            const std::uint64_t end = i + 1 == threads ? size : begin + share;
            for (std::uint64_t step = begin; step < end; ++step) {
                tallies[i].found += test(first + step) ? 1 : 0;
            }
        });
    }
    for (auto& thread : running) {
        thread.join();
    }
    return std::accumulate(tallies.begin(), tallies.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const Tally& tally) { return sum + tally.found; });
}

} // namespace lab::threading
