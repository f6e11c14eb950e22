// Detached threads with shared state that outlives them.
#include "threading.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <latch>
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
    struct Shared {
        explicit Shared(std::size_t count)
            : results(count), done(static_cast<std::ptrdiff_t>(count)) {}
        std::vector<int> results;
        std::latch done;
    };
    const auto shared = std::make_shared<Shared>(inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        std::thread([shared, &work, input = inputs[i], i] {
            shared->results[i] = work(input);
            shared->done.count_down();
        }).detach();
    }
    shared->done.wait();
    return shared->results;
}

namespace {

// Held by the Worker and by its detached thread, whichever lives longer.
struct State {
    std::mutex mutex;
    std::condition_variable changed;
    bool started = false; // this and the next are guarded by mutex
    bool ended = false;
};

std::mutex count_mutex;
std::size_t living = 1; // guarded by count_mutex

void add_to_count(bool up) {
    const std::lock_guard guard(count_mutex);
    living = up ? living + 1 : living - 1;
}

} // namespace

struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::shared_ptr<State> state = std::make_shared<State>();
};

Worker::Worker(std::string name, std::function<void()> body)
    : impl_(new Impl{std::move(name), std::move(body)}) {}

Worker::~Worker() {
    std::unique_lock lock(impl_->state->mutex);
    impl_->state->changed.wait(lock,
                               [this] { return !impl_->state->started || impl_->state->ended; });
}

void Worker::start() {
    {
        const std::lock_guard guard(impl_->state->mutex);
        if (impl_->state->started) {
            throw std::logic_error("started twice");
        }
        impl_->state->started = true;
    }
    add_to_count(true);
    std::thread([this, state = impl_->state] {
        try {
            run();
        } catch (...) {
        }
        add_to_count(false);
        const std::lock_guard guard(state->mutex);
        state->ended = true;
        state->changed.notify_all();
    }).detach();
}

void Worker::join() {
    std::unique_lock lock(impl_->state->mutex);
    if (!impl_->state->started) {
        throw std::logic_error("joined before it was started");
    }
    impl_->state->changed.wait(lock, [this] { return impl_->state->ended; });
}

bool Worker::join_for(std::chrono::milliseconds limit) {
    std::unique_lock lock(impl_->state->mutex);
    return impl_->state->changed.wait_for(lock, limit, [this] { return impl_->state->ended; });
}

bool Worker::is_alive() const {
    const std::lock_guard guard(impl_->state->mutex);
    return impl_->state->started && !impl_->state->ended;
}

std::size_t Worker::active_count() {
    const std::lock_guard guard(count_mutex);
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
    struct Shared {
        explicit Shared(std::size_t count)
            : readings(count), left(static_cast<std::ptrdiff_t>(count)) {}
        std::vector<Reading> readings;
        std::latch left;
    };
    const auto shared = std::make_shared<Shared>(cities.size());
    for (std::size_t i = 0; i < cities.size(); ++i) {
        std::thread([shared, i, &city = cities[i], &fetch] {
            shared->readings[i] = fetch_one(city, fetch);
            shared->left.count_down();
        }).detach();
    }
    shared->left.wait();
    return shared->readings;
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
    struct Shared {
        explicit Shared(unsigned count) : left(count) {}
        std::atomic<std::uint64_t> total{0};
        std::latch left;
    };
    const std::uint64_t size = first < last ? last - first : 0;
    const auto shared = std::make_shared<Shared>(threads);
    for (unsigned i = 0; i < threads; ++i) {
        const std::uint64_t begin = size / threads * i;
        const std::uint64_t share = i + 1 == threads ? size - begin : size / threads;
        std::thread([shared, &test, from = first + begin, share] {
            std::uint64_t found = 0;
            for (std::uint64_t step = 0; step < share; ++step) {
                found += test(from + step) ? 1 : 0;
            }
            shared->total += found;
            shared->left.count_down();
        }).detach();
    }
    shared->left.wait();
    return shared->total;
}

} // namespace lab::threading
