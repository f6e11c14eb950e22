// POSIX threads alone, with their timed join.
#include "threading.hpp"

#include <pthread.h>

#include <atomic>
#include <ctime>
#include <exception>
#include <stdexcept>
#include <system_error>
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

struct Share {
    const Work* work;
    int input;
    int result;
    pthread_t thread;
};

void* run_share(void* argument) {
    auto* share = static_cast<Share*>(argument);
    share->result = (*share->work)(share->input);
    return nullptr;
}

void begin(pthread_t& thread, void* (*function)(void*), void* argument) {
    if (const int error = pthread_create(&thread, nullptr, function, argument); error != 0) {
        throw std::system_error(error, std::generic_category());
    }
}

} // namespace

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<Share> shares(inputs.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
        shares[i] = {&work, inputs[i], 0, {}};
        begin(shares[i].thread, run_share, &shares[i]);
    }
    std::vector<int> results;
    for (const Share& share : shares) {
        pthread_join(share.thread, nullptr);
        results.push_back(share.result);
    }
    return results;
}

namespace {

std::atomic<std::size_t> living{1};

} // namespace

struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::function<void()> main{};
    pthread_t thread{};
    std::atomic<bool> alive{false};
    bool started = false;
    bool joined = false;
};

namespace {

void* run_main(void* argument) {
    (*static_cast<std::function<void()>*>(argument))();
    return nullptr;
}

} // namespace

Worker::Worker(std::string name, std::function<void()> body) : impl_(new Impl) {
    impl_->name = std::move(name);
    impl_->body = std::move(body);
}

Worker::~Worker() {
    if (impl_->started && !impl_->joined) {
        pthread_join(impl_->thread, nullptr);
    }
}

void Worker::start() {
    if (impl_->started) {
        throw std::logic_error("started twice");
    }
    impl_->main = [this] {
        try {
            run();
        } catch (...) {
        }
        impl_->alive = false;
        --living;
    };
    impl_->alive = true;
    ++living;
    const int error = pthread_create(&impl_->thread, nullptr, run_main, &impl_->main);
    if (error != 0) {
        throw std::system_error(error, std::generic_category());
    }
    impl_->started = true;
}

void Worker::join() {
    if (!impl_->started) {
        throw std::logic_error("joined before it was started");
    }
    if (!impl_->joined) {
        pthread_join(impl_->thread, nullptr);
        impl_->joined = true;
    }
}

bool Worker::join_for(std::chrono::milliseconds limit) {
    if (!impl_->started) {
        throw std::logic_error("joined before it was started");
    }
    if (!impl_->joined) {
        timespec until{};
        clock_gettime(CLOCK_REALTIME, &until);
        const auto nanoseconds = until.tv_nsec + limit.count() % 1000 * 1'000'000;
        until.tv_sec += limit.count() / 1000 + nanoseconds / 1'000'000'000;
        until.tv_nsec = nanoseconds % 1'000'000'000;
        impl_->joined = pthread_timedjoin_np(impl_->thread, nullptr, &until) == 0;
    }
    return impl_->joined;
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

struct Request {
    const Fetch* fetch;
    Reading reading;
    pthread_t thread;
};

void* run_request(void* argument) {
    auto* request = static_cast<Request*>(argument);
    try {
        request->reading.celsius = (*request->fetch)(request->reading.city);
    } catch (const std::exception& error) {
        request->reading.error = error.what();
    } catch (...) {
        request->reading.error = "unknown";
    }
    return nullptr;
}

} // namespace

std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch) {
    std::vector<Request> requests(cities.size());
    for (std::size_t i = 0; i < cities.size(); ++i) {
        requests[i] = {&fetch, {cities[i], {}, {}}, {}};
        begin(requests[i].thread, run_request, &requests[i]);
    }
    std::vector<Reading> readings;
    for (Request& request : requests) {
        pthread_join(request.thread, nullptr);
        readings.push_back(request.reading);
    }
    return readings;
}

namespace {

struct Input {
    const std::function<std::string()>* read_line;
    std::string line;
    std::exception_ptr failure;
    std::atomic<bool> ready;
};

void* read_input(void* argument) {
    auto* input = static_cast<Input*>(argument);
    try {
        input->line = (*input->read_line)();
    } catch (...) {
        input->failure = std::current_exception();
    }
    input->ready.store(true, std::memory_order_release);
    return nullptr;
}

} // namespace

WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    Input input{&read_line, "", nullptr, false};
    pthread_t thread{};
    begin(thread, read_input, &input);
    WhileWaiting answer{};
    while (!input.ready.load(std::memory_order_acquire)) {
        answer.last_n += 1;
        answer.last_square = answer.last_n * answer.last_n;
    }
    pthread_join(thread, nullptr);
    if (input.failure) {
        std::rethrow_exception(input.failure);
    }
    answer.line = input.line;
    return answer;
}

namespace {

struct Part {
    const std::function<bool(std::uint64_t)>* test;
    std::uint64_t first;
    std::uint64_t size;
    std::uint64_t found;
    pthread_t thread;
};

void* count_part(void* argument) {
    auto* part = static_cast<Part*>(argument);
    for (std::uint64_t i = 0; i < part->size; ++i) {
        part->found += (*part->test)(part->first + i) ? 1 : 0;
    }
    return nullptr;
}

} // namespace

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    const std::uint64_t size = first < last ? last - first : 0;
    std::vector<Part> parts(threads);
    std::uint64_t begun = 0;
    for (unsigned i = 0; i < threads; ++i) {
        const std::uint64_t share = (size - begun) / (threads - i);
        parts[i] = {&test, first + begun, share, 0, {}};
        begin(parts[i].thread, count_part, &parts[i]);
        begun += share;
    }
    std::uint64_t total = 0;
    for (const Part& part : parts) {
        pthread_join(part.thread, nullptr);
        total += part.found;
    }
    return total;
}

} // namespace lab::threading
