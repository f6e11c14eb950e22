// Exceptions travel in the futures; every half gets a future of its own.
#include "threading.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <future>
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

namespace {

std::vector<int> in_order(std::span<const int> inputs, const Work& work) {
    if (inputs.empty()) {
        return {};
    }
    if (inputs.size() == 1) {
        return {work(inputs[0])};
    }
    const std::size_t middle = inputs.size() / 2;
    auto left = std::async(std::launch::async, in_order, inputs.first(middle), std::ref(work));
    auto right = std::async(std::launch::async, in_order, inputs.subspan(middle), std::ref(work));
    std::vector<int> results = left.get();
    for (const int result : right.get()) {
        results.push_back(result);
    }
    return results;
}

} // namespace

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    return in_order(inputs, work);
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
    std::vector<std::future<double>> futures;
    for (const std::string& city : cities) {
        futures.push_back(std::async(std::launch::async, fetch, city));
    }
    std::vector<Reading> readings;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        Reading reading{cities[i], std::nullopt, ""};
        try {
            reading.celsius = futures[i].get();
        } catch (const std::exception& error) {
            reading.error = error.what();
        } catch (...) {
            reading.error = "?";
        }
        readings.push_back(reading);
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
