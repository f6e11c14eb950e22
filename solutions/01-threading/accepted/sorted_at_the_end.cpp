// Results in the order in which they come, sorted afterwards.
#include "threading.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <stdexcept>
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
    std::mutex mutex;
    std::vector<std::pair<std::size_t, int>> pairs; // guarded by mutex
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            const int result = work(inputs[i]);
            const std::lock_guard guard(mutex);
            pairs.emplace_back(i, result);
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::sort(pairs.begin(), pairs.end());
    std::vector<int> results;
    for (const auto& pair : pairs) {
        results.push_back(pair.second);
    }
    return results;
}

namespace {

std::atomic<std::size_t> living{1};

} // namespace

struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::atomic<bool> started{false};
    std::atomic<bool> ended{false};
    std::thread thread{};
};

Worker::Worker(std::string name, std::function<void()> body) : impl_(new Impl) {
    impl_->name = std::move(name);
    impl_->body = std::move(body);
}

Worker::~Worker() {
    if (impl_->thread.joinable()) {
        impl_->thread.join();
    }
}

void Worker::start() {
    if (impl_->started) {
        throw std::logic_error("started twice");
    }
    impl_->started = true;
    ++living;
    impl_->thread = std::thread([this] {
        try {
            run();
        } catch (...) {
        }
        impl_->ended = true;
        --living;
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
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!impl_->ended && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return impl_->ended;
}

bool Worker::is_alive() const {
    return impl_->started && !impl_->ended;
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
    std::mutex mutex;
    std::optional<std::string> line; // this and the next are guarded by mutex
    std::exception_ptr failure;
    std::jthread reader([&] {
        try {
            std::string text = read_line();
            const std::lock_guard guard(mutex);
            line = std::move(text);
        } catch (...) {
            const std::lock_guard guard(mutex);
            failure = std::current_exception();
        }
    });
    WhileWaiting answer{};
    for (std::uint64_t n = 1;; ++n) {
        {
            const std::lock_guard guard(mutex);
            if (failure) {
                std::rethrow_exception(failure);
            }
            if (line) {
                answer.line = *line;
                return answer;
            }
        }
        answer.last_n = n;
        answer.last_square = n * n;
    }
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
