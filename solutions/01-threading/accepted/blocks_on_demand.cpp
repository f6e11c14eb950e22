// Blocks of numbers on demand; a condition variable to wait for the end.
#include "threading.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
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
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<int> results(inputs.size()); // guarded by mutex
    std::size_t left = inputs.size();        // guarded by mutex
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            const int result = work(inputs[i]);
            const std::lock_guard guard(mutex);
            results[i] = result;
            if (--left == 0) {
                changed.notify_one();
            }
        });
    }
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return left == 0; });
    std::vector<int> answer = results;
    lock.unlock();
    return answer;
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

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    constexpr std::uint64_t block = 256;
    const std::uint64_t size = first < last ? last - first : 0;
    std::mutex mutex;
    std::uint64_t given_out = 0; // guarded by mutex
    std::uint64_t total = 0;     // guarded by mutex
    const auto take_blocks = [&] {
        std::uint64_t found = 0;
        for (;;) {
            std::unique_lock lock(mutex);
            const std::uint64_t begin = given_out;
            const std::uint64_t end = begin + std::min(block, size - begin);
            given_out = end;
            if (begin == end) {
                total += found;
                return;
            }
            lock.unlock();
            for (std::uint64_t i = begin; i < end; ++i) {
                found += test(first + i) ? 1 : 0;
            }
        }
    };
    std::vector<std::thread> running;
    for (unsigned i = 0; i < threads; ++i) {
        running.emplace_back(take_blocks);
    }
    for (auto& thread : running) {
        thread.join();
    }
    return total;
}

} // namespace lab::threading
