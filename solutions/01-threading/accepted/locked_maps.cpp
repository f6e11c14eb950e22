// Results in a map under a lock, by index.
#include "threading.hpp"

#include <exception>
#include <latch>
#include <map>
#include <mutex>
#include <set>
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
    std::mutex mutex;
    std::map<std::size_t, int> by_index; // guarded by mutex
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            threads.emplace_back([&, i] {
                const int result = work(inputs[i]);
                const std::lock_guard guard(mutex);
                by_index[i] = result;
            });
        }
    }
    std::vector<int> results;
    for (const auto& [index, result] : by_index) {
        results.push_back(result);
    }
    return results;
}

namespace {

struct Registry {
    std::mutex mutex;
    std::set<const void*> living; // guarded by mutex
};

Registry& registry() {
    static Registry only_one;
    return only_one;
}

} // namespace

// The new thread holds `running` for as long as it runs: to wait for it is to lock it.
struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::timed_mutex running{};
    std::unique_ptr<std::thread> thread{};
};

Worker::Worker(std::string name, std::function<void()> body) : impl_(new Impl) {
    impl_->name = std::move(name);
    impl_->body = std::move(body);
}

Worker::~Worker() {
    if (impl_->thread && impl_->thread->joinable()) {
        impl_->thread->join();
    }
}

void Worker::start() {
    if (impl_->thread) {
        throw std::logic_error("started twice");
    }
    {
        const std::lock_guard guard(registry().mutex);
        registry().living.insert(this);
    }
    std::latch locked(1);
    impl_->thread = std::make_unique<std::thread>([this, &locked] {
        const std::lock_guard guard(impl_->running);
        locked.count_down();
        try {
            run();
        } catch (...) {
        }
        const std::lock_guard registry_guard(registry().mutex);
        registry().living.erase(this);
    });
    locked.wait();
}

void Worker::join() {
    if (!impl_->thread) {
        throw std::logic_error("joined before it was started");
    }
    if (impl_->thread->joinable()) {
        impl_->thread->join();
    }
}

bool Worker::join_for(std::chrono::milliseconds limit) {
    if (!impl_->running.try_lock_for(limit)) {
        return false;
    }
    impl_->running.unlock();
    return true;
}

bool Worker::is_alive() const {
    const std::lock_guard guard(registry().mutex);
    return registry().living.contains(this);
}

std::size_t Worker::active_count() {
    const std::lock_guard guard(registry().mutex);
    return 1 + registry().living.size();
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
    std::mutex mutex;
    std::map<std::size_t, Reading> by_index; // guarded by mutex
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        threads.emplace_back([&, i] {
            Reading reading = fetch_one(cities[i], fetch);
            const std::scoped_lock lock(mutex);
            by_index.emplace(i, std::move(reading));
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::vector<Reading> readings;
    for (auto& [index, reading] : by_index) {
        readings.push_back(std::move(reading));
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
    const std::uint64_t size = first < last ? last - first : 0;
    std::mutex mutex;
    std::uint64_t total = 0; // guarded by mutex
    std::vector<std::jthread> running;
    for (unsigned i = 0; i < threads; ++i) {
        const std::uint64_t begin = first + size / threads * i;
        const std::uint64_t end = i + 1 == threads ? first + size : begin + size / threads;
        running.emplace_back([&, begin, end] {
            for (std::uint64_t number = begin; number != end; ++number) {
                if (test(number)) {
                    const std::scoped_lock lock(mutex);
                    ++total;
                }
            }
        });
    }
    running.clear();
    return total;
}

} // namespace lab::threading
