// Half of the work in a future, the other half here, and so on.
#include "threading.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <future>
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

namespace {

void run_half(std::span<const int> inputs, std::span<int> results, const Work& work) {
    if (inputs.size() == 1) {
        results[0] = work(inputs[0]);
    } else if (!inputs.empty()) {
        const std::size_t middle = inputs.size() / 2;
        auto right = std::async(std::launch::async, [&] {
            run_half(inputs.subspan(middle), results.subspan(middle), work);
        });
        run_half(inputs.first(middle), results.first(middle), work);
        right.get();
    }
}

} // namespace

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<int> results(inputs.size());
    run_half(inputs, results, work);
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
    std::atomic<bool> enough{false};
    WhileWaiting answer{};
    std::thread squares([&] {
        while (!enough) {
            const std::uint64_t n = answer.last_n + 1;
            answer.last_square = n * n;
            answer.last_n = n;
        }
    });
    std::string line;
    try {
        line = read_line();
    } catch (...) {
        enough = true;
        squares.join();
        throw;
    }
    enough = true;
    squares.join();
    answer.line = line;
    return answer;
}

namespace {

std::uint64_t count_half(std::uint64_t first, std::uint64_t size, unsigned threads,
                         const std::function<bool(std::uint64_t)>& test) {
    if (threads == 1) {
        std::uint64_t found = 0;
        for (std::uint64_t i = 0; i < size; ++i) {
            found += test(first + i) ? 1 : 0;
        }
        return found;
    }
    const unsigned left = threads / 2;
    const std::uint64_t left_size = size / threads * left;
    auto right = std::async(std::launch::async, [&] {
        return count_half(first + left_size, size - left_size, threads - left, test);
    });
    const std::uint64_t found = count_half(first, left_size, left, test);
    return found + right.get();
}

} // namespace

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    return first < last ? count_half(first, last - first, threads, test) : 0;
}

} // namespace lab::threading
