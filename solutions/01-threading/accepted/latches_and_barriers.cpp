// Waits at latches and barriers; the joins come afterwards.
#include "threading.hpp"

#include <barrier>
#include <exception>
#include <latch>
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
    std::vector<int> results(inputs.size());
    std::latch all_done(static_cast<std::ptrdiff_t>(inputs.size()));
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            results[i] = work(inputs[i]);
            all_done.count_down();
        });
    }
    all_done.wait();
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
    std::vector<Reading> readings(cities.size());
    const auto count = static_cast<std::ptrdiff_t>(cities.size());
    std::latch ready(count);
    std::latch finished(count);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        threads.emplace_back([&, i] {
            ready.arrive_and_wait(); // all are off together
            readings[i] = fetch_one(cities[i], fetch);
            finished.count_down();
        });
    }
    finished.wait();
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
