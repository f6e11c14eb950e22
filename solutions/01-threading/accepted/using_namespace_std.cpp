// The whole of std in every name's reach, as the first lectures have it.
#include "threading.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

using namespace std;

namespace lab::threading {

vector<int> run_serial(span<const int> inputs, const Work& work) {
    vector<int> results;
    results.reserve(inputs.size());
    for (const int input : inputs) {
        results.push_back(work(input));
    }
    return results;
}

vector<int> run_threaded(span<const int> inputs, const Work& work) {
    vector<int> results(inputs.size());
    vector<jthread> threads;
    threads.reserve(inputs.size());
    for (size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] { results[i] = work(inputs[i]); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return results;
}

namespace {

// The caller's thread counts as well.
atomic<size_t> active{1};

} // namespace

struct Worker::Impl {
    string name;
    function<void()> body;
    thread thread{};
    bool started = false; // the owner's thread alone uses this
    mutable mutex mutex{};
    condition_variable ended{};
    bool alive = false; // guarded by mutex

    void end() {
        const scoped_lock lock(mutex);
        alive = false;
        active.fetch_sub(1);
        ended.notify_all();
    }
};

Worker::Worker(string name, function<void()> body) : impl_(new Impl{move(name), move(body)}) {}

Worker::~Worker() {
    if (impl_->thread.joinable()) {
        impl_->thread.join();
    }
}

void Worker::start() {
    if (impl_->started) {
        throw logic_error("a Worker starts only once");
    }
    impl_->started = true;
    impl_->alive = true; // before the thread exists, so that it cannot come too late
    active.fetch_add(1);
    impl_->thread = thread([this] {
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
        throw logic_error("join() before start()");
    }
    if (impl_->thread.joinable()) {
        impl_->thread.join();
    }
}

bool Worker::join_for(chrono::milliseconds limit) {
    if (!impl_->started) {
        throw logic_error("join_for() before start()");
    }
    unique_lock lock(impl_->mutex);
    return impl_->ended.wait_for(lock, limit, [this] { return !impl_->alive; });
}

bool Worker::is_alive() const {
    const scoped_lock lock(impl_->mutex);
    return impl_->alive;
}

const string& Worker::name() const {
    return impl_->name;
}

size_t Worker::active_count() {
    return active;
}

void Worker::run() {
    impl_->body();
}

vector<Reading> fetch_all(span<const string> cities, const Fetch& fetch) {
    vector<Reading> readings(cities.size());
    vector<jthread> threads;
    threads.reserve(cities.size());
    for (size_t i = 0; i < cities.size(); ++i) {
        threads.emplace_back([&city = cities[i], &reading = readings[i], &fetch] {
            reading.city = city;
            try {
                reading.celsius = fetch(city);
            } catch (const exception& error) {
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

WhileWaiting square_while_waiting(const function<string()>& read_line) {
    WhileWaiting answer{};
    exception_ptr failure;
    atomic<bool> has_come{false};
    thread reader([&] {
        try {
            answer.line = read_line();
        } catch (...) {
            failure = current_exception();
        }
        has_come = true;
    });
    while (!has_come) {
        const uint64_t n = answer.last_n + 1;
        answer.last_square = n * n;
        answer.last_n = n;
    }
    reader.join();
    if (failure) {
        rethrow_exception(failure);
    }
    return answer;
}

uint64_t count_matching(uint64_t first, uint64_t last, unsigned threads,
                        const function<bool(uint64_t)>& test) {
    if (threads == 0) {
        throw invalid_argument("count_matching needs at least one thread");
    }
    const uint64_t size = first < last ? last - first : 0;
    const uint64_t share = size / threads;
    const uint64_t left_over = size % threads; // the first shares take one more each
    vector<uint64_t> counts(threads);
    vector<jthread> running;
    running.reserve(threads);
    uint64_t begin = first;
    for (unsigned i = 0; i < threads; ++i) {
        const uint64_t end = begin + share + (i < left_over ? 1 : 0);
        running.emplace_back([&test, &count = counts[i], begin, end] {
            uint64_t found = 0;
            for (uint64_t number = begin; number != end; ++number) {
                found += test(number) ? 1 : 0;
            }
            count = found;
        });
        begin = end;
    }
    for (auto& thread : running) {
        thread.join();
    }
    uint64_t total = 0;
    for (const uint64_t count : counts) {
        total += count;
    }
    return total;
}

} // namespace lab::threading
