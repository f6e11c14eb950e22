// Promises that are kept when the thread ends.
#include "threading.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
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
    std::vector<std::pair<std::jthread, std::future<int>>> running;
    for (const int input : inputs) {
        std::promise<int> promise;
        auto future = promise.get_future();
        running.emplace_back(std::jthread([&work, input, promise = std::move(promise)]() mutable {
                                 promise.set_value_at_thread_exit(work(input));
                             }),
                             std::move(future));
    }
    std::vector<int> results;
    for (auto& [thread, future] : running) {
        thread.join();
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

std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch) {
    std::vector<std::promise<double>> promises(cities.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        threads.emplace_back([&promise = promises[i], &city = cities[i], &fetch] {
            try {
                promise.set_value(fetch(city));
            } catch (...) {
                promise.set_exception(std::current_exception());
            }
        });
    }
    std::vector<Reading> readings;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        Reading& reading = readings.emplace_back(Reading{cities[i], {}, {}});
        try {
            reading.celsius = promises[i].get_future().get();
        } catch (const std::exception& error) {
            reading.error = error.what();
        } catch (...) {
            reading.error = "unknown";
        }
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
