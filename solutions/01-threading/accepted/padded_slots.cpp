// Slots padded to cache lines, and char instead of bool.
#include "threading.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <future>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <stop_token>
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

namespace {

struct alignas(64) Slot {
    int result = 0;
};

} // namespace

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<Slot> slots(inputs.size());
    std::vector<char> written(inputs.size(), 0); // not bool: neighbours would share a byte
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            slots[i].result = work(inputs[i]);
            written[i] = 1;
        });
    }
    std::vector<int> results;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        threads[i].join();
        if (written[i] == 1) {
            results.push_back(slots[i].result);
        }
    }
    return results;
}

namespace {

enum class Stage { created, running, ended };

std::atomic<std::size_t> living{1};

} // namespace

struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::atomic<Stage> stage{Stage::created};
    std::mutex mutex{};
    std::condition_variable_any ended{};
    std::jthread thread{};
};

Worker::Worker(std::string name, std::function<void()> body) : impl_(std::make_unique<Impl>()) {
    impl_->name = std::move(name);
    impl_->body = std::move(body);
}

Worker::~Worker() {
    if (impl_->stage != Stage::created) {
        join();
    }
}

void Worker::start() {
    Stage expected = Stage::created;
    if (!impl_->stage.compare_exchange_strong(expected, Stage::running)) {
        throw std::logic_error("started twice");
    }
    ++living;
    impl_->thread = std::jthread([this] {
        try {
            run();
        } catch (...) {
        }
        --living;
        {
            const std::lock_guard guard(impl_->mutex);
            impl_->stage = Stage::ended;
        }
        impl_->stage.notify_all();
        impl_->ended.notify_all();
    });
}

void Worker::join() {
    if (impl_->stage == Stage::created) {
        throw std::logic_error("joined before it was started");
    }
    impl_->stage.wait(Stage::running);
    if (impl_->thread.joinable()) {
        impl_->thread.join();
    }
}

bool Worker::join_for(std::chrono::milliseconds limit) {
    std::unique_lock lock(impl_->mutex);
    return impl_->ended.wait_for(lock, limit, [this] { return impl_->stage == Stage::ended; });
}

bool Worker::is_alive() const {
    return impl_->stage == Stage::running;
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

// Both in threads of their own; the caller only waits.
WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    std::atomic_flag enough;
    auto line = std::async(std::launch::async, [&] {
        struct AtEnd {
            std::atomic_flag& flag;
            ~AtEnd() { flag.test_and_set(); }
        };
        const AtEnd at_end{enough};
        return read_line();
    });
    auto squares = std::async(std::launch::async, [&] {
        WhileWaiting pair{};
        while (!enough.test()) {
            ++pair.last_n;
            pair.last_square = pair.last_n * pair.last_n;
        }
        return pair;
    });
    WhileWaiting answer = squares.get();
    answer.line = line.get();
    return answer;
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
