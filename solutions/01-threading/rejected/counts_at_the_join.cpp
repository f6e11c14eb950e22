// fails: worker-count (wrong-result)
#include "threading.hpp"

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
    std::vector<int> results(inputs.size());
    std::vector<std::jthread> threads;
    threads.reserve(inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] { results[i] = work(inputs[i]); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return results;
}

namespace {

// The caller's thread counts as well.
std::atomic<std::size_t> active{1};

} // namespace

struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::thread thread{};
    bool started = false; // the owner's thread alone uses this
    mutable std::mutex mutex{};
    std::condition_variable ended{};
    bool alive = false; // guarded by mutex

    void end() {
        const std::scoped_lock lock(mutex);
        alive = false;
        ended.notify_all();
    }
};

Worker::Worker(std::string name, std::function<void()> body)
    : impl_(new Impl{std::move(name), std::move(body)}) {}

Worker::~Worker() {
    if (impl_->thread.joinable()) {
        impl_->thread.join();
        active.fetch_sub(1); // HERE
    }
}

void Worker::start() {
    if (impl_->started) {
        throw std::logic_error("a Worker starts only once");
    }
    impl_->started = true;
    impl_->alive = true; // before the thread exists, so that it cannot come too late
    active.fetch_add(1);
    impl_->thread = std::thread([this] {
        try {
            run();
        } catch (...) {
            // the body's failure ends the body, nothing else
        }
        impl_->end();
    });
}

void Worker::join() {
    if (!impl_->started) {
        throw std::logic_error("join() before start()");
    }
    if (impl_->thread.joinable()) {
        impl_->thread.join();
        active.fetch_sub(1); // HERE
    }
}

bool Worker::join_for(std::chrono::milliseconds limit) {
    if (!impl_->started) {
        throw std::logic_error("join_for() before start()");
    }
    std::unique_lock lock(impl_->mutex);
    return impl_->ended.wait_for(lock, limit, [this] { return !impl_->alive; });
}

bool Worker::is_alive() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->alive;
}

const std::string& Worker::name() const {
    return impl_->name;
}

std::size_t Worker::active_count() { // HERE
    return active;
}

void Worker::run() {
    impl_->body();
}

std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch) {
    std::vector<Reading> readings(cities.size());
    std::vector<std::jthread> threads;
    threads.reserve(cities.size());
    for (std::size_t i = 0; i < cities.size(); ++i) {
        threads.emplace_back([&city = cities[i], &reading = readings[i], &fetch] {
            reading.city = city;
            try {
                reading.celsius = fetch(city);
            } catch (const std::exception& error) {
                reading.error = error.what();
            } catch (...) {
                reading.error = "unknown error";
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return readings;
}

WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    WhileWaiting answer{};
    std::exception_ptr failure;
    std::atomic<bool> has_come{false};
    std::thread reader([&] {
        try {
            answer.line = read_line();
        } catch (...) {
            failure = std::current_exception();
        }
        has_come = true;
    });
    while (!has_come) {
        const std::uint64_t n = answer.last_n + 1;
        answer.last_square = n * n;
        answer.last_n = n;
    }
    reader.join();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return answer;
}

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("count_matching needs at least one thread");
    }
    const std::uint64_t size = first < last ? last - first : 0;
    const std::uint64_t share = size / threads;
    const std::uint64_t left_over = size % threads; // the first shares take one more each
    std::vector<std::uint64_t> counts(threads);
    std::vector<std::jthread> running;
    running.reserve(threads);
    std::uint64_t begin = first;
    for (unsigned i = 0; i < threads; ++i) {
        const std::uint64_t end = begin + share + (i < left_over ? 1 : 0);
        running.emplace_back([&test, &count = counts[i], begin, end] {
            std::uint64_t found = 0;
            for (std::uint64_t number = begin; number != end; ++number) {
                found += test(number) ? 1 : 0;
            }
            count = found;
        });
        begin = end;
    }
    for (auto& thread : running) {
        thread.join();
    }
    std::uint64_t total = 0;
    for (const std::uint64_t count : counts) {
        total += count;
    }
    return total;
}

} // namespace lab::threading
