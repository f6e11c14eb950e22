// Each thread takes the next index until none is left.
#include "threading.hpp"

#include <atomic>
#include <exception>
#include <latch>
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
    std::atomic<std::size_t> next{0};
    const auto take_one_after_another = [&] {
        for (std::size_t i = next++; i < inputs.size(); i = next++) {
            results[i] = work(inputs[i]);
        }
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back(take_one_after_another);
    }
    threads.clear();
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

std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch) {
    std::vector<Reading> readings(cities.size());
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> threads(cities.size());
    for (auto& thread : threads) {
        thread = std::jthread([&] {
            for (std::size_t i = next.fetch_add(1); i < cities.size(); i = next.fetch_add(1)) {
                readings[i] = fetch_one(cities[i], fetch);
            }
        });
    }
    threads.clear();
    return readings;
}

WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    WhileWaiting answer{};
    std::exception_ptr failure;
    std::latch typed(1);
    std::jthread reader([&] {
        try {
            answer.line = read_line();
        } catch (...) {
            failure = std::current_exception();
        }
        typed.count_down();
    });
    while (!typed.try_wait()) {
        ++answer.last_n;
        answer.last_square = answer.last_n * answer.last_n;
        std::this_thread::yield();
    }
    if (failure) {
        reader.join();
        std::rethrow_exception(failure);
    }
    return answer;
}

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    const std::uint64_t size = first < last ? last - first : 0;
    std::atomic<std::uint64_t> next{0};
    std::atomic<std::uint64_t> total{0};
    const auto take_one_after_another = [&] {
        for (std::uint64_t i = next++; i < size; i = next++) {
            if (test(first + i)) {
                ++total;
            }
        }
    };
    std::vector<std::jthread> running;
    for (unsigned i = 0; i < threads; ++i) {
        running.emplace_back(take_one_after_another);
    }
    running.clear();
    return total;
}

} // namespace lab::threading
