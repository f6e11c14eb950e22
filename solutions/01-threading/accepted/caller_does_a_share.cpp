// The caller's own thread does one share, so one thread fewer is started.
#include "threading.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <stop_token>
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
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < inputs.size(); ++i) {
            threads.emplace_back([&, i] { results[i] = work(inputs[i]); });
        }
        if (!inputs.empty()) {
            results[0] = work(inputs[0]);
        }
    }
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

std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch) {
    std::vector<Reading> readings(cities.size());
    std::vector<std::exception_ptr> failures(cities.size());
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < cities.size(); ++i) {
            readings[i].city = cities[i];
            threads.emplace_back([&, i] {
                try {
                    readings[i].celsius = fetch(cities[i]);
                } catch (...) {
                    failures[i] = std::current_exception();
                }
            });
        }
    }
    for (std::size_t i = 0; i < cities.size(); ++i) {
        try {
            if (failures[i]) {
                std::rethrow_exception(failures[i]);
            }
        } catch (const std::exception& error) {
            readings[i].error = error.what();
        } catch (...) {
            readings[i].error = "not a std::exception";
        }
    }
    return readings;
}

WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    std::uint64_t n = 0;
    std::jthread squares([&n](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            ++n;
        }
    });
    std::string line = read_line(); // if this throws, the jthread stops and joins by itself
    squares.request_stop();
    squares.join();
    return {n, n * n, line};
}

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    const std::uint64_t size = first < last ? last - first : 0;
    std::atomic<std::uint64_t> total{0};
    // every `threads`-th number, from `place` on
    const auto count = [&](std::uint64_t place) {
        std::uint64_t found = 0;
        while (place < size) {
            found += test(first + place) ? 1 : 0;
            if (size - place <= threads) {
                break;
            }
            place += threads;
        }
        total += found;
    };
    {
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < threads; ++i) {
            others.emplace_back(count, i);
        }
        count(0);
    }
    return total;
}

} // namespace lab::threading
