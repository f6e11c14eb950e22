// The caller waits at a barrier with its threads.
#include "threading.hpp"

#include <atomic>
#include <barrier>
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
    std::vector<int> results(inputs.size());
    std::barrier all_done(static_cast<std::ptrdiff_t>(inputs.size()) + 1);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            results[i] = work(inputs[i]);
            all_done.arrive_and_wait();
        });
    }
    all_done.arrive_and_wait();
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

WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    std::packaged_task<std::string()> task(read_line);
    auto line = task.get_future();
    const std::jthread reader(std::move(task));
    std::uint64_t n = 0;
    std::uint64_t square = 0;
    do {
        ++n;
        square = n * n;
    } while (line.wait_for(std::chrono::milliseconds(0)) == std::future_status::timeout);
    return {n, square, line.get()};
}

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    const std::uint64_t size = first < last ? last - first : 0;
    std::vector<std::uint64_t> counts(threads);
    std::uint64_t total = 0;
    const auto add_up = [&]() noexcept {
        for (const std::uint64_t count : counts) {
            total += count;
        }
    };
    std::barrier meeting(threads, add_up);
    {
        std::vector<std::jthread> running;
        for (unsigned i = 0; i < threads; ++i) {
            running.emplace_back([&, i] {
                for (std::uint64_t step = 0; step < size; ++step) {
                    if (step % threads == i) {
                        counts[i] += test(first + step) ? 1 : 0;
                    }
                }
                meeting.arrive_and_wait();
            });
        }
    }
    return total;
}

} // namespace lab::threading
