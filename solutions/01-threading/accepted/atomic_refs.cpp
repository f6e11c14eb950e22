// Plain slots that are written through std::atomic_ref.
#include "threading.hpp"

#include <atomic>
#include <exception>
#include <future>
#include <semaphore>
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
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            threads.emplace_back([&, i] {
                std::atomic_ref(results[i]).store(work(inputs[i]), std::memory_order_release);
            });
        }
    }
    for (int& result : results) {
        result = std::atomic_ref(result).load(std::memory_order_acquire);
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
